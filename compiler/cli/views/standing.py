"""How a run in production stands, as lines: a tree of its steps, what failed, what to type next.

TrainFlow/train-flow-x7k2p  running for 2 min 5 s

STEP       TASKS  STATUS                  TOOK
start             succeeded               3.1 s
measure    3      2 succeeded, 1 running  12 s
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.deploying import Phase
from compiler.records import dataclass
from compiler.report.columns import shown, width
from compiler.report.model import counted
from flowc.client.words import duration_text, time_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.backends.deploying import RunStatus, TaskStatus
    from compiler.report.palette import Palette

_LISTED = 5
_COLUMNS = ("STEP", "TASKS", "STATUS", "TOOK", "RETRIES")
_TELLING = (Phase.FAILED, Phase.RUNNING, Phase.SUSPENDED, Phase.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The tasks of one step; `depth` is how many maps and loops are around it."""

    name: str
    tasks: tuple[TaskStatus, ...]

    @property
    def depth(self) -> int:
        """Return how deep the step is nested."""
        path = self.tasks[0].path
        return 0 if path == "0" else path.count(".") + 1


def steps_of(status: RunStatus) -> list[Step]:
    """Return the steps of a run that began or were left out, in the order of its tasks."""
    by_step: dict[str, list[TaskStatus]] = {}
    for task in status.tasks:
        by_step.setdefault(task.step, []).append(task)
    return [Step(name=name, tasks=tuple(tasks)) for name, tasks in by_step.items()]


def rows_of(status: RunStatus, now: float) -> dict[str, tuple[str, ...]]:
    """Return the cells of each step's line, by step."""
    return {step.name: _row(step, now) for step in steps_of(status)}


def lines(status: RunStatus, now: float, palette: Palette, target: str) -> Iterator[str]:
    """Yield the lines for a run on `target` as it stands `now`."""
    yield palette.paint(_style(status.phase, palette), heading(status, now))
    for name, value in _facts(status):
        yield f"  {name:<11} {shown(value)}"
    rows = list(rows_of(status, now).values())
    if rows:
        yield ""
        yield from _table(rows, [step.tasks for step in steps_of(status)], palette)
    yield from _failures(status, palette, target)


def heading(status: RunStatus, now: float) -> str:
    """Return the run's name and how it stands."""
    begin = status.started or status.created
    took = ""
    if begin is not None and status.phase is not Phase.PENDING:
        spent = duration_text((status.ended or now) - begin)
        took = f" in {spent}" if status.phase.is_final else f" for {spent}"
    return f"{name_of(status)}  {status.phase.value}{took}"


def name_of(status: RunStatus) -> str:
    """Return `Flow/run`."""
    return f"{status.flow}/{status.run}" if status.flow else status.run


def failed_tasks(status: RunStatus) -> list[TaskStatus]:
    """Return the tasks that failed."""
    return [task for task in status.tasks if task.phase is Phase.FAILED]


def document(status: RunStatus) -> dict[str, Any]:
    """Return how a run stands as JSON."""
    return {
        "run": status.run,
        "flow": status.flow,
        "deployment": status.deployment,
        "phase": status.phase.value,
        "message": status.message,
        "created": status.created,
        "started": status.started,
        "ended": status.ended,
        "parameters": dict(status.parameters),
        "url": status.url or None,
    }


def task_document(task: TaskStatus) -> dict[str, Any]:
    """Return how a task stands as JSON."""
    return {
        "step": task.step,
        "task": task.path,
        "phase": task.phase.value,
        "started": task.started,
        "ended": task.ended,
        "attempts": task.attempts,
        "message": task.message,
    }


def counts_text(tasks: Sequence[TaskStatus]) -> str:
    """Return "succeeded", or "7 succeeded, 3 running"."""
    phases = [task.phase for task in tasks]
    counts = {phase: phases.count(phase) for phase in Phase if phase in phases}
    if len(counts) == 1:
        return phases[0].value
    return ", ".join(f"{count:,} {phase.value}" for phase, count in counts.items())


def _facts(status: RunStatus) -> Iterator[tuple[str, str]]:
    if status.created is not None:
        yield "started", time_text(status.created)
    if status.parameters:
        yield "parameters", ", ".join(f"{k}={v}" for k, v in status.parameters.items())
    if status.message:
        yield "because", status.message
    if status.url:
        yield "open", status.url


def _row(step: Step, now: float) -> tuple[str, ...]:
    tasks = step.tasks
    count = f"{len(tasks):,}" if len(tasks) > 1 or step.depth else ""
    begins = [task.started for task in tasks if task.started is not None]
    ends = [task.ended for task in tasks if task.ended is not None]
    is_over = all(task.phase.is_final for task in tasks)
    took = ""
    if begins:
        end = max(ends) if is_over and ends else now
        took = duration_text(end - min(begins))
    retries = sum(task.attempts - 1 for task in tasks)
    return (
        f"{'  ' * step.depth}{step.name}",
        count,
        counts_text(tasks),
        took,
        f"{retries:,}" if retries else "",
    )


def _table(
    rows: list[tuple[str, ...]], tasks: list[tuple[TaskStatus, ...]], palette: Palette
) -> Iterator[str]:
    kept = [place for place in range(len(_COLUMNS)) if any(row[place] for row in rows)]
    cells = [[shown(row[place]) for place in kept] for row in (_COLUMNS, *rows)]
    wide = [max(map(width, column)) for column in zip(*cells, strict=True)]
    styles = ["", *(_style(_worst(each), palette) for each in tasks)]
    for row, style in zip(cells, styles, strict=True):
        padded = [text + " " * (space - width(text)) for text, space in zip(row, wide, strict=True)]
        yield palette.paint(style, "  ".join(padded).rstrip())


def _worst(tasks: Sequence[TaskStatus]) -> Phase:
    phases = {task.phase for task in tasks}
    return next((phase for phase in _TELLING if phase in phases), Phase.SUCCEEDED)


def _style(phase: Phase, palette: Palette) -> str:
    match phase:
        case Phase.FAILED:
            return palette.error
        case Phase.SUSPENDED:
            return palette.warning
        case Phase.SUCCEEDED:
            return palette.help
        case _:
            return ""


def _failures(status: RunStatus, palette: Palette, target: str) -> Iterator[str]:
    failed = failed_tasks(status)
    for task in failed[:_LISTED]:
        tries = f" after {counted(task.attempts, 'attempt')}" if task.attempts > 1 else ""
        said = shown(" ".join(task.message.split()))
        yield ""
        yield palette.paint(palette.error, f"{task.step}/{task.path} failed{tries}: {said}")
        yield f"  flowc logs {name_of(status)}/{task.step}/{task.path} --target {target}"
    if len(failed) > _LISTED:
        yield f"and {len(failed) - _LISTED:,} more"
