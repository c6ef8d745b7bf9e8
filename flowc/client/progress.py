"""How runs stand: of each its status, and of one its steps with the tasks that are done or failed.

A task is "succeeded", "caught" (its failure is an artifact), "cloned" (taken over from the run that
was resumed), "failed", "running", or "interrupted": it runs no more, and nobody knows why.
"""

from __future__ import annotations

from typing import NamedTuple

from flowc.client import reading
from flowc.client.failure import TaskFailure, failure_of
from runtime_shim import layout, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from runtime_shim.store.base import Store

    Record = dict[str, Any]

SUCCEEDED, CAUGHT, CLONED, FAILED, RUNNING, INTERRUPTED = STATES = (
    "succeeded",
    "caught",
    "cloned",
    "failed",
    "running",
    "interrupted",
)
_MOST_AT_ONCE = 256


class RunState(NamedTuple):
    """A run's status, and when it ended, in seconds since 1970; None as long as it has not."""

    status: str
    ended: float | None


class TaskState(NamedTuple):
    """How a task stands; times are in seconds since 1970, `end` is None while it runs."""

    step: str
    task: str
    state: str
    attempt: int
    start: float
    end: float | None
    failure: TaskFailure | None


class StepState(NamedTuple):
    """How a step stands: its tasks, in the order of their paths."""

    name: str
    tasks: list[TaskState]

    def counts(self) -> dict[str, int]:
        """Return how many tasks are in each state, those in which none is left out."""
        states = [task.state for task in self.tasks]
        return {state: states.count(state) for state in STATES if state in states}

    def status(self) -> str:
        """Return the state that says most about the step: what failed, what runs, else success."""
        counts = self.counts()
        return next(
            (state for state in (FAILED, RUNNING, INTERRUPTED) if state in counts),
            CLONED if set(counts) == {CLONED} else SUCCEEDED,
        )

    def span(self) -> tuple[float, float | None]:
        """Return when the first task began, and when the last ended; None while one runs.

        Tasks that were cloned ran in another run: they count only where there are no others.
        """
        tasks = [task for task in self.tasks if task.state != CLONED] or self.tasks
        ends = [task.end for task in tasks if task.end is not None]
        is_over = len(ends) == len(tasks)
        return min(task.start for task in tasks), max(ends) if is_over else None


def run_status(store: Store, record: Record) -> str:
    """Return how a run stands: "succeeded", "failed", "interrupted" or "running"."""
    return run_states(store, [record])[0].status


def run_states(store: Store, runs: Sequence[Record]) -> list[RunState]:
    """Return how each of some runs stands; all of them are looked at together."""
    lasts = [
        layout.manifest(run["flow"], run["run"], run.get("end") or "end", layout.EMPTY_PATH)
        for run in runs
    ]
    endings = [layout.ended_record(run["flow"], run["run"]) for run in runs]
    found = records.read_many(store, [*lasts, *endings])
    return [
        _run_state(store, run, last, ending)
        for run, last, ending in zip(runs, found[: len(runs)], found[len(runs) :], strict=True)
    ]


def _run_state(store: Store, run: Record, last: Record | None, ending: Record | None) -> RunState:
    if last is not None:
        return RunState(SUCCEEDED, ending["at"] if ending else last["end"])
    if ending is not None:
        return RunState(ending["status"], ending["at"])
    # A scheduler that says nothing when a run fails leaves tasks that failed, and none that runs.
    left = list(_tasks(store, run, with_done=False))
    if left and all(task.state == FAILED for task in left):
        return RunState(FAILED, max(task.end or task.start for task in left))
    return RunState(RUNNING, None)


def step_states(store: Store, run: Record, step: str | None = None) -> list[StepState]:
    """Return how the steps of a run that began stand, in the order of the flow; or only `step`."""
    by_step: dict[str, list[TaskState]] = {}
    tasks = _with_interrupted(store, run, list(_tasks(store, run, step)))
    for task in sorted(tasks, key=lambda task: reading.path_order(task.task)):
        by_step.setdefault(task.step, []).append(task)
    return [StepState(name, by_step[name]) for name in reading.in_order(run, by_step)]


def task_state(store: Store, run: Record, step: str, task: str) -> TaskState | None:
    """Return how a task stands, None if there is no record of it."""
    folder = layout.task_key(run["flow"], run["run"], step, task)
    name = _telling(store.children(folder))
    found = records.read(store, f"{folder}/{name}")
    if found is None:
        return None
    return _with_interrupted(store, run, [_task_state(folder, name, found)])[0]


def _with_interrupted(store: Store, run: Record, tasks: list[TaskState]) -> list[TaskState]:
    if not any(task.state == RUNNING for task in tasks) or run_status(store, run) == RUNNING:
        return tasks
    return [task._replace(state=INTERRUPTED) if task.state == RUNNING else task for task in tasks]


def _tasks(
    store: Store, run: Record, step: str | None = None, *, with_done: bool = True
) -> Iterator[TaskState]:
    """Yield how each task of a run, or of a step, stands; or only of those that are not done."""
    wanted = [
        (task, _telling(names))
        for task, names in files_of(store, run, step).items()
        if with_done or "done.json" not in names
    ]
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        some = wanted[start : start + _MOST_AT_ONCE]
        keys = [f"{task}/{name}" for task, name in some]
        for (task, name), found in zip(some, records.read_many(store, keys), strict=True):
            if found is not None:
                yield _task_state(task, name, found)


def files_of(store: Store, run: Record, step: str | None = None) -> dict[str, list[str]]:
    """Return the names of the files of each task of a run, or of a step, by the task's key."""
    root = f"{layout.run_key(run['flow'], run['run'])}/tasks"
    folder = root if step is None else layout.step_key(run["flow"], run["run"], step)
    files: dict[str, list[str]] = {}
    for key, _, _ in store.walk(folder):
        parts = key.removeprefix(f"{root}/").split("/", 2)
        if len(parts) == 3 and reading.is_path(parts[1]):
            files.setdefault(f"{root}/{parts[0]}/{parts[1]}", []).append(parts[2])
    return files


def _telling(names: list[str]) -> str:
    """Return the record that says most about a task: its result, else its last attempt's."""
    if "done.json" in names:
        return "done.json"
    last = max(reading.attempts(names), default=0)
    failed = f"{last}.failed.json"
    return failed if failed in names else f"{last}.start.json"


def _task_state(key: str, name: str, found: Record) -> TaskState:
    _, step, task = key.rsplit("/", 2)
    failure, state = None, RUNNING
    if name == "done.json":
        state = CLONED if found["cloned"] else CAUGHT if found["caught"] else SUCCEEDED
        failure = failure_of(found["caught"]) if found["caught"] else None
    elif name.endswith(".failed.json"):
        state, failure = FAILED, failure_of(found)
    end = None if state == RUNNING else found["end"]
    return TaskState(
        layout.name_of(step), task, state, found["attempt"], found["start"], end, failure
    )
