"""What is recorded about a task beside its artifacts, as (name, value) pairs of text.

Names are those that notebooks know, where they mean the same: `attempt`, `attempt_ok`, `ds-root` …
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Record = dict[str, Any]

_SAME = ("host", "pid", "retry", "next", "splits", "uid")


def facts(run: Record, task: Record, store_url: str, ok: bool | None) -> dict[str, str]:
    """Return the facts of an attempt, from its record and its run's.

    `ok` says how it ended, None while it runs.
    """
    kind, _, root = store_url.partition("://")
    found: dict[str, Any] = {
        "attempt": task["attempt"],
        "runtime": run.get("target"),
        "script-name": run.get("source", {}).get("path"),
        "user": task.get("user"),
        "python_version": task.get("python"),
        "ds-type": "local" if kind == "file" else kind,
        "ds-root": root if kind == "file" else store_url,
        "inputs": ", ".join(task.get("inputs", ())),
        "foreach-indices": ", ".join(str(frame["index"]) for frame in task.get("frames", ())),
        "start": task.get("start"),
        "end": task.get("end"),
        **{name: task.get(name) for name in _SAME},
    }
    if ok is not None:
        found |= {"attempt_ok": ok, "attempt-done": task["attempt"]}
    if task.get("cloned"):
        found |= {"origin-run-id": task["cloned"], "origin-task-id": task["task"]}
    return {name: str(value) for name, value in found.items() if value not in (None, "")}
