"""The artifacts that a command about runs is to show: of which tasks, and how they are loaded."""

from __future__ import annotations

import contextlib
import json
import sys
from reprlib import Repr
from typing import TYPE_CHECKING, Any

from flowc.client.artifact import digest
from flowc.client.objects import store_of
from flowc.client.run import Run, record_of
from flowc.client.step import Step
from flowc.exception import MetaflowNotFound
from runtime_shim import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.cli.lookup import Found
    from compiler.cli.world import World
    from flowc.client.task import Task

_SHORT = 80
_MOST_INPUTS = 16


def tasks_of(found: Found) -> list[Task]:
    """Return the tasks whose artifacts are meant: the last of a run, every one of a step."""
    if isinstance(found, Run):
        task = found.end_task
        if task is None or not task.finished:
            raise MetaflowNotFound(
                f"{found} has no result yet; name a step, such as "
                f"`{found.pathspec}/{next((step.id for step in found), 'start')}`"
            )
        return [task]
    return list(found)[::-1] if isinstance(found, Step) else [found]


@contextlib.contextmanager
def importable(found: Found, world: World) -> Iterator[None]:
    """Let pickles find modules beside the flow's file and in the working folder, as runs do."""
    run = found if isinstance(found, Run) else found.parent
    while not isinstance(run, Run):
        run = run.parent
    source = record_of(run).get("source", {}).get("path") or ""
    folders = [str(world.path(source).parent), str(world.cwd)]
    before = list(sys.path)
    sys.path[:0] = folders
    try:
        yield
    finally:
        sys.path[:] = before


def short(value: object) -> str:
    """Return a value as text that fits a line."""
    try:
        text = _REPR.repr(value)
    except Exception as error:  # noqa: BLE001 - a user's own __repr__ may raise
        return f"<{type(value).__name__}, which cannot be shown: {type(error).__name__}>"
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def as_json(value: object) -> Any:
    """Return the value as JSON has it; raises ValueError or TypeError if it has no such value."""
    return json.loads(json.dumps(value, allow_nan=False))


def writer_of(task: Task, name: str) -> str:
    """Return "step/task" of the task that made the value of an artifact, as far as is known.

    A task that did not touch an artifact has the ref of its input: the chain ends where the value
    was not there yet.
    """
    store = store_of(task)
    mine = digest(task._refs()[name])  # noqa: SLF001 - refs tell whether two values are one
    place, inputs = "/".join(task.path_components[2:]), list(task.parent_task_pathspecs)
    while inputs:
        keys = [_manifest_key(pathspec) for pathspec in inputs[:_MOST_INPUTS]]
        found = records.read_many(store, keys)
        same = next(
            (
                m
                for m in found
                if m and name in m["artifacts"] and digest(m["artifacts"][name]) == mine
            ),
            None,
        )
        if same is None:
            break
        place = f"{same['step']}/{same['task']}"
        inputs = [f"{same['flow']}/{same['run']}/{name}" for name in same["inputs"]]
    return place


def _manifest_key(pathspec: str) -> str:
    from runtime_shim import layout

    flow, run, step, task = pathspec.split("/")
    return layout.manifest(flow, run, step, task)


_REPR = Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = _SHORT
_REPR.maxlist = _REPR.maxtuple = _REPR.maxdict = _REPR.maxset = 8
