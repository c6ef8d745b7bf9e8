"""The JSON that the commands about runs print; times are in seconds since 1970."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from flowc.client.run import record_of

if TYPE_CHECKING:
    from compiler.cli.world import World
    from flowc.client.progress import RunState, StepState, TaskState
    from flowc.client.run import Run

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def print_json(form: str, document: dict[str, Any], world: World) -> None:
    """Print a document whose format is `flowc.<form>/1`."""
    whole = {"format": f"flowc.{form}/1", **document}
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    # Half a pair of surrogates, which an artifact may hold, is no character of UTF-8.
    if _SURROGATE.search(text):
        text = json.dumps(whole, indent=2)
    world.emit(text + "\n")


def run_document(run: Run, state: RunState) -> dict[str, Any]:
    """Return what is known of a run as a whole."""
    record = record_of(run)
    return {
        "pathspec": run.pathspec,
        "flow": record["flow"],
        "run": run.id,
        "status": state.status,
        "created": record["created"],
        "ended": state.ended,
        "user": record.get("user"),
        "target": record.get("target"),
        "origin": record.get("origin"),
        "tags": sorted(run.user_tags),
        "system_tags": sorted(run.system_tags),
    }


def step_document(step: StepState) -> dict[str, Any]:
    """Return how a step stands, with the failures of its tasks."""
    start, end = step.span()
    failures = [task_document(task) for task in step.tasks if task.failure]
    return {
        "step": step.name,
        "status": step.status(),
        "tasks": step.counts(),
        "start": start,
        "end": end,
        "failures": failures,
    }


def task_document(task: TaskState) -> dict[str, Any]:
    """Return how a task stands."""
    failure = task.failure
    return {
        "step": task.step,
        "task": task.task,
        "status": task.state,
        "attempt": task.attempt,
        "start": task.start,
        "end": task.end,
        "failure": failure and {"type": failure.type, "message": failure.message},
    }
