"""Tables for notebooks: runs of a flow, steps of a run, tasks of a step, artifacts of a task.

Each is complete in itself, without scripts or styles from elsewhere, and everything that came from
a flow is escaped.
"""

from __future__ import annotations

from html import escape
from itertools import islice

from flowc.client import progress
from flowc.client.words import bytes_text, states_text, time_text, took_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowc.client.artifact import DataArtifact
    from flowc.client.flow import Flow
    from flowc.client.run import Run
    from flowc.client.step import Step
    from flowc.client.task import Task

MOST_ROWS = 20
_COLOURS = {
    progress.SUCCEEDED: "#1a7f37",
    progress.CLONED: "#1a7f37",
    progress.CAUGHT: "#9a6700",
    progress.FAILED: "#cf222e",
    progress.INTERRUPTED: "#9a6700",
    progress.RUNNING: "#0969da",
}
_CELL = "padding:2px 12px 2px 0;text-align:left;vertical-align:top"


def flow_html(flow: Flow) -> str:
    """Return a flow with its newest runs."""
    runs = list(islice(flow, MOST_ROWS + 1))
    states = progress.run_states(flow._scope.store, [run._record for run in runs])
    rows = [
        [
            escape(run.id),
            _state(state.status),
            escape(time_text(run._record["created"])),
            escape(took_text(run._record["created"], state.ended)),
            escape(", ".join(sorted(run.user_tags))),
        ]
        for run, state in zip(runs, states, strict=True)
    ]
    older = "… and older ones" if len(rows) > MOST_ROWS else ""
    return _document(repr(flow), "", ["run", "status", "started", "took", "tags"], rows, older)


def run_html(run: Run) -> str:
    """Return a run with its steps: how many tasks, how they stand, how long they took."""
    store, record = run._scope.store, run._record
    state = progress.run_states(store, [record])[0]
    about = [
        _state(state.status),
        escape(f"started {time_text(record['created'])}"),
        escape(took_text(record["created"], state.ended)),
        escape(", ".join(sorted(run.user_tags))),
    ]
    rows = [
        [
            escape(step.name),
            str(len(step.tasks)),
            _state(step.status(), states_text(step.counts())),
            escape(took_text(*step.span())),
            escape("; ".join(dict.fromkeys(t.failure.last_line for t in step.tasks if t.failure))),
        ]
        for step in progress.step_states(store, record)
    ]
    columns = ["step", "tasks", "status", "took", "failure"]
    return _document(repr(run), " · ".join(filter(None, about)), columns, rows)


def step_html(step: Step) -> str:
    """Return a step with its tasks."""
    run = step.parent
    states = progress.step_states(run._scope.store, run._record, step.id)
    tasks = states[0].tasks if states else []
    rows = [
        [
            escape(task.task),
            _state(task.state),
            str(task.attempt),
            escape(took_text(task.start, task.end)),
            escape(task.failure.last_line if task.failure else ""),
        ]
        for task in tasks
    ]
    return _document(repr(step), "", ["task", "status", "attempt", "took", "failure"], rows)


def task_html(task: Task) -> str:
    """Return a task with its artifacts, or why it failed."""
    failure = task.exception
    about = [
        _state(progress.SUCCEEDED if task.successful else _unsuccessful(task)),
        escape(f"started {task.created_at:%Y-%m-%d %H:%M:%S}"),
        escape(took_text(task.created_at.timestamp(), _stamp(task))),
        escape(f"attempt {task.current_attempt}"),
    ]
    head = " · ".join(filter(None, about))
    if failure is not None:
        head += f'<pre style="color:{_COLOURS[progress.FAILED]}">{escape(str(failure))}</pre>'
    return _document(repr(task), head, _ARTIFACT, _artifact_rows(task))


def artifacts_html(artifacts: Iterable[DataArtifact]) -> str:
    """Return artifacts with their types and sizes; none is loaded."""
    return _document("", "", _ARTIFACT, _artifact_rows(artifacts))


_ARTIFACT = ["artifact", "type", "size"]


def _artifact_rows(artifacts: Iterable[DataArtifact]) -> list[list[str]]:
    return [
        [escape(found.id), escape(found.type), escape(bytes_text(found.size))]
        for found in artifacts
    ]


def _unsuccessful(task: Task) -> str:
    if task.finished:
        return progress.CAUGHT
    return progress.RUNNING if task.exception is None else progress.FAILED


def _stamp(task: Task) -> float | None:
    return None if task.finished_at is None else task.finished_at.timestamp()


def _state(state: str, text: str = "") -> str:
    colour = _COLOURS.get(state, "inherit")
    return f'<span style="color:{colour}">{escape(text or state)}</span>'


def _document(
    title: str, head: str, columns: Sequence[str], rows: Sequence[list[str]], more: str = ""
) -> str:
    """Return a title, a line and a table; cells and `head` are HTML, the rest is text.

    `more` is said of rows that are left out, instead of their number.
    """
    shown = rows[:MOST_ROWS]
    parts = ['<div style="font-family:system-ui,sans-serif">']
    if title:
        parts.append(f"<b>{escape(title)}</b>")
    if head:
        parts.append(f"<div>{head}</div>")
    if rows:
        parts.append(f'<table style="border-collapse:collapse">{_row("th", map(escape, columns))}')
        parts += [_row("td", row) for row in shown]
        parts.append("</table>")
    if len(rows) > len(shown):
        parts.append(f"<div>{more or f'… and {len(rows) - len(shown):,} more'}</div>")
    return "".join([*parts, "</div>"])


def _row(kind: str, cells: Iterable[str]) -> str:
    styled = (f'<{kind} style="{_CELL}">{cell}</{kind}>' for cell in cells)
    return f"<tr>{''.join(styled)}</tr>"
