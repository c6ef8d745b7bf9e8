"""A step of a run: its tasks, and the steps before and after it."""

from __future__ import annotations

from flowc.client import reading
from flowc.client.objects import MetaflowObject, local_time
from flowc.client.task import Task
from runtime_shim import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flowc.client.run import Run


class Step(MetaflowObject[Task]):
    """A step that began; iterating gives its tasks, the last item and iteration first."""

    _kind = "Step"
    _depth = 3

    def _find(self) -> None:
        self.parent._find()
        if not self._is_there():
            raise self._missing(self.parent._names())

    def _is_there(self) -> bool:
        return bool(self._scope.store.children(layout.step_key(*self._parts), most=1))

    @property
    def parent(self) -> Run:
        """Return the run."""
        from flowc.client.run import Run

        if not isinstance(self._parent, Run):
            self._parent = Run._make(self._scope, self._parts[:2])
        return self._parent

    def _names(self) -> list[str]:
        return reading.tasks(self._scope.store, self.parent._record, self.id)

    def _children(self) -> Iterator[Task]:
        names = self._names()
        manifests = reading.Manifests(self._scope.store, self.parent._record, self.id, names)
        for name in names:
            made = self._task(name)
            made._manifests = manifests
            yield made

    def _child(self, name: str) -> Task | None:
        made = self._task(name)
        return made if "/" not in name and name and made._is_there() else None

    def _task(self, name: str) -> Task:
        made = Task._make(self._scope, [*self._parts, name])
        made._parent = self
        return made

    @property
    def task(self) -> Task | None:
        """Return the step's task; of several, that of the last item or iteration."""
        return next(self._children(), None)

    def tasks(self, *tags: str) -> Iterator[Task]:
        """Yield the tasks, if the run has all of `tags`."""
        return self._children() if self.tags.issuperset(tags) else iter(())

    @property
    def control_task(self) -> Task | None:
        """Return the first task of a gang, None if the step is none."""
        return next(self.control_tasks(), None)

    def control_tasks(self, *tags: str) -> Iterator[Task]:
        """Yield the first task of each gang, if the run has all of `tags`."""
        return (task for task in self.tasks(*tags) if task._is_control())

    @property
    def created_at(self) -> datetime:
        """Return when the first of the tasks began."""
        run = local_time(self.parent._record["created"])
        return min((task.created_at for task in self), default=run)

    @property
    def finished_at(self) -> datetime | None:
        """Return when the last task was done, None if one is not."""
        times = [task.finished_at for task in self]
        known = [time for time in times if time is not None]
        return max(known) if known and len(known) == len(times) else None

    @property
    def environment_info(self) -> dict[str, str] | None:
        """Return what the step's task ran in."""
        return self.task.environment_info if self.task else None

    @property
    def origin_pathspec(self) -> str | None:
        """Return the path of the step in the run that was resumed, if one was."""
        origin = self.parent.origin_pathspec
        return None if origin is None else f"{origin}/{self.id}"

    @property
    def parent_steps(self) -> Iterator[Step]:
        """Yield the steps that lead to this one."""
        links = self.parent._links()
        return (self._other(name) for name, targets in links.items() if self.id in targets)

    @property
    def child_steps(self) -> Iterator[Step]:
        """Yield the steps that this one leads to, those that never began left out."""
        return map(self._other, self.parent._links().get(self.id, []))

    def _other(self, name: str) -> Step:
        made = Step._make(self._scope, [*self._parts[:2], name])
        made._parent = self.parent
        return made

    def _repr_html_(self) -> str:
        from flowc.client.html import step_html

        return step_html(self)
