"""A run: its steps, its result and how it stands, and its tags."""

from __future__ import annotations

from flowc.client import reading, tags
from flowc.client.objects import MetaflowObject, local_time
from flowc.client.step import Step
from runtime_shim import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import Any

    from flowc.client.artifact import MetaflowData
    from flowc.client.flow import Flow
    from flowc.client.task import Task

    Record = dict[str, Any]


class Run(MetaflowObject[Step]):
    """A run of a flow; iterating gives the steps that began, the last first."""

    _kind = "Run"
    _depth = 2
    _known: Record | None = None
    _tags: frozenset[str] | None = None
    _changes: tags.Changes | None = None

    def _find(self) -> None:
        if self._read() is None:
            type(self.parent)._make(self._scope.everything(), self._parts[:1])._find()
            raise self._missing(self.parent._names())

    def _read(self) -> Record | None:
        if self._known is None:
            self._known = reading.run(self._scope.store, self._parts[0], self.id)
        return self._known

    @property
    def _record(self) -> Record:
        found = self._read()
        if found is None:
            raise self._missing()
        return found

    @property
    def parent(self) -> Flow:
        """Return the flow."""
        from flowc.client.flow import Flow

        if not isinstance(self._parent, Flow):
            self._parent = Flow._make(self._scope, self._parts[:1])
        return self._parent

    def _names(self) -> list[str]:
        return reading.steps(self._scope.store, self._record)

    def _children(self) -> Iterator[Step]:
        return map(self._step, self._names())

    def _child(self, name: str) -> Step | None:
        made = self._step(name)
        return made if made._is_there() else None

    def _step(self, name: str) -> Step:
        made = Step._make(self._scope, [*self._parts, name])
        made._parent = self
        return made

    def _links(self) -> dict[str, list[str]]:
        return reading.links_of(self._scope.store, self._record)

    def steps(self, *tags: str) -> Iterator[Step]:
        """Yield the steps that began, if the run has all of `tags`."""
        return self._children() if self.tags.issuperset(tags) else iter(())

    @property
    def created_at(self) -> datetime:
        """Return when the run was started."""
        return local_time(self._record["created"])

    @property
    def end_task(self) -> Task | None:
        """Return the task of the flow's last step, None as long as it has not begun."""
        last = self._step(self._record.get("end") or "end")
        return last._child(layout.EMPTY_PATH)

    @property
    def data(self) -> MetaflowData | None:
        """Return the artifacts that the run ends with, None until the last step begins."""
        task = self.end_task
        return None if task is None else task.data

    @property
    def successful(self) -> bool:
        """Say whether the last step ran to its end."""
        task = self.end_task
        return task is not None and task.successful

    @property
    def finished(self) -> bool:
        """Say whether the last step is done; a run that failed before never is."""
        task = self.end_task
        return task is not None and task.finished

    @property
    def finished_at(self) -> datetime | None:
        """Return when the last step was done, None if it is not."""
        task = self.end_task
        return None if task is None else task.finished_at

    @property
    def status(self) -> str:
        """Return how the run stands: "succeeded", "failed", "interrupted" or "running"."""
        from flowc.client.progress import run_status

        return run_status(self._scope.store, self._record)

    @property
    def code(self) -> None:
        """Return None: the code of a run is in its image, or where it was run."""
        return None

    @property
    def trigger(self) -> None:
        """Return None: what started a run is known to its scheduler."""
        return None

    @property
    def origin_pathspec(self) -> str | None:
        """Return the path of the run that this one resumed, if it did."""
        origin = self._record.get("origin")
        return f"{self._parts[0]}/{origin}" if origin else None

    @property
    def system_tags(self) -> frozenset[str]:
        """Return the tags that say whose the run is and how it ran."""
        return tags.system_tags(self._record)

    @property
    def user_tags(self) -> frozenset[str]:
        """Return the tags that people gave the run, as they were when they were first asked for."""
        if self._tags is None:
            store, record = self._scope.store, self._record
            if self._changes is None or self._changes.has(self.id):
                self._tags = tags.user_tags(store, record)
            else:
                self._tags = frozenset(record["tags"])
        return self._tags

    def add_tag(self, tag: str | Iterable[str]) -> None:
        """Add a tag."""
        self.replace_tags([], _several(tag))

    def add_tags(self, tags: Iterable[str]) -> None:
        """Add tags."""
        self.replace_tags([], tags)

    def remove_tag(self, tag: str | Iterable[str]) -> None:
        """Remove a tag; nothing happens if the run does not have it."""
        self.replace_tags(_several(tag), [])

    def remove_tags(self, tags: Iterable[str]) -> None:
        """Remove tags; nothing happens for those that the run does not have."""
        self.replace_tags(tags, [])

    def replace_tag(
        self, tag_to_remove: str | Iterable[str], tag_to_add: str | Iterable[str]
    ) -> None:
        """Remove a tag and add another."""
        self.replace_tags(_several(tag_to_remove), _several(tag_to_add))

    def replace_tags(self, tags_to_remove: Iterable[str], tags_to_add: Iterable[str]) -> None:
        """Remove tags and add others; raises MetaflowTaggingError for the system's own."""
        store = self._scope.store
        self._tags = tags.change_tags(store, self._record, tags_to_remove, tags_to_add)

    def _repr_html_(self) -> str:
        from flowc.client.html import run_html

        return run_html(self)


def record_of(run: Run) -> Record:
    """Return the record of a run."""
    return run._record


def _several(tag: str | Iterable[str]) -> list[str]:
    return [tag] if isinstance(tag, str) else list(tag)
