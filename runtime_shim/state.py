"""The artifacts of one instance of a flow: loaded when they are read, saved if they are new.

    self.x          nothing loaded yet: `State.load` reads it once, and it stays in the instance
    self.y = 1      an ordinary attribute, until the step is committed
    del self.x      forgotten, also if it was never loaded

An artifact that a step did not touch is handed on as its ref: nothing is read or written for it.
"""

from __future__ import annotations

from runtime_shim.artifacts.decode import load_tracked
from runtime_shim.artifacts.encode import resave, save
from runtime_shim.errors import ArtifactError, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime_shim.store.base import Store

    Ref = dict[str, Any]

ATTRIBUTE = "_flowc_state"
"""Where an instance of a flow holds its state."""


class State:
    """The artifacts that an instance was given by reference, and those it has loaded."""

    def __init__(
        self, store: Store, flow: str, refs: dict[str, Ref], task: str, own: str = ""
    ) -> None:
        """Hold `refs`, which the task with the pathspec `task` has left; `own` is who saves."""
        self._store = store
        self._flow = flow
        self.task = task
        self._own = own
        self.refs = dict(refs)
        self._loaded: dict[str, tuple[Any, Any]] = {}

    def value(self, name: str) -> Any:
        """Return the artifact `name`, loading it once; raises KeyError if there is none."""
        if name not in self._loaded:
            self._loaded[name] = load_tracked(
                self._store, self._flow, self.refs[name], name, self.task
            )
        return self._loaded[name][0]

    def forget(self, name: str) -> None:
        """Hand the artifact `name` on no more; raises KeyError if there is none."""
        del self.refs[name]

    def save(self, values: dict[str, Any], *, leave_out: bool = False) -> dict[str, Ref]:
        """Return the refs of all artifacts, after saving those of `values` that are new or changed.

        `values` are attributes of the instance; loaded ones may have been changed in place. One
        that cannot be saved raises ArtifactError, or is said and left out if it may be.
        """
        refs = {name: ref for name, ref in self.refs.items() if name not in values}
        for name, value in values.items():
            try:
                refs[name] = self.saved(name, value)
            except ArtifactError as error:
                if not leave_out:
                    raise
                tell(error)
        return refs

    def saved(self, name: str, value: Any) -> Ref:
        """Return the ref of the artifact `name`, after saving it if it is new or changed."""
        loaded = self._loaded.get(name)
        if loaded is not None and loaded[0] is value:
            return resave(self._store, self._flow, value, name, loaded[1], self._own)
        return save(self._store, self._flow, value, name, self._own)


def state_of(instance: Any) -> State | None:
    """Return the state of an instance of a flow, None where no task runs."""
    found: State | None = vars(instance).get(ATTRIBUTE)
    return found


def attributes(instance: Any) -> dict[str, Any]:
    """Return what an instance holds that becomes artifacts."""
    return {name: value for name, value in vars(instance).items() if not name.startswith("_flowc_")}
