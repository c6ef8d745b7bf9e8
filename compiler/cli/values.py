"""The artifacts that a command about runs is to show: of which tasks, and how they are loaded."""

from __future__ import annotations

import contextlib
import json
import sys
from reprlib import Repr
from typing import TYPE_CHECKING, Any, NamedTuple

from flowc.client.artifact import digest
from flowc.client.objects import store_of
from flowc.client.run import Run, record_of
from flowc.client.step import Step
from flowc.exception import MetaflowNotFound
from runtime_shim import layout, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.cli.lookup import Found
    from compiler.cli.world import World
    from flowc.client.artifact import DataArtifact
    from flowc.client.task import Task
    from runtime_shim.store.base import Store

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


class Writers:
    """Finds which task made the value of an artifact, as far as is known.

    A task that did not touch an artifact has the ref of its input: the chain of inputs ends where
    the value was not there yet. Manifests are read once for all artifacts.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._read: dict[str, dict[str, Any]] = {}
        self._known: dict[tuple[str, str], str] = {}

    def of(self, artifact: DataArtifact) -> str:
        """Return "step/task" of the task that made the value."""
        task = artifact.parent
        flow, run, step, path = task.path_components
        inputs = [name.split("/", 2)[2] for name in task.parent_task_pathspecs]
        return self._writer(Origin(store_of(task), flow, run), artifact, f"{step}/{path}", inputs)

    def _writer(self, origin: Origin, artifact: DataArtifact, place: str, inputs: list[str]) -> str:
        passed = []
        while (place, artifact.id) not in self._known:
            passed.append((place, artifact.id))
            same = self._with_same(origin, artifact, inputs)
            if same is None:
                break
            place, inputs = f"{same['step']}/{same['task']}", same["inputs"]
        writer = self._known.get((place, artifact.id), place)
        self._known |= dict.fromkeys(passed, writer)
        return writer

    def _with_same(
        self, origin: Origin, artifact: DataArtifact, inputs: list[str]
    ) -> dict[str, Any] | None:
        """Return the manifest of the first of `inputs` that has the value already."""
        wanted = inputs[:_MOST_INPUTS]
        unread = [name for name in wanted if name not in self._read]
        keys = [layout.manifest(origin.flow, origin.run, *name.split("/")) for name in unread]
        found = records.read_many(origin.store, keys)
        self._read |= {name: manifest or {} for name, manifest in zip(unread, found, strict=True)}
        for name in wanted:
            ref = self._read[name].get("artifacts", {}).get(artifact.id)
            if ref is not None and digest(ref) == artifact.sha:
                return self._read[name]
        return None


class Origin(NamedTuple):
    """The run whose tasks are looked through."""

    store: Store
    flow: str
    run: str


_REPR = Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = _SHORT
_REPR.maxlist = _REPR.maxtuple = _REPR.maxdict = _REPR.maxset = 8
