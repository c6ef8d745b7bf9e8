"""`current`: what a running task knows about itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


class Current:
    """The flow, run, step and task that run now; empty where no task runs.

    The shim fills it before a step is called. Reading what is not there says so by name.
    """

    def __init__(self) -> None:
        """Start empty, as outside every task."""
        self._known: dict[str, Any] = {}
        self._lazy: Mapping[str, Callable[[], Any]] = {}

    def begin(self, known: dict[str, Any], lazy: Mapping[str, Callable[[], Any]]) -> None:
        """Know what is `known`, and what each function of `lazy` returns once it is asked for."""
        self._known = known
        self._lazy = lazy

    def __getattr__(self, name: str) -> Any:
        """Return what is known under `name`; raises AttributeError where nothing is."""
        if name.startswith("_") or name not in self:
            where = "this task has no such thing" if self.is_running_flow else "no task runs here"
            raise AttributeError(f"`current.{name}` is not known: {where}")
        if name not in self._known:
            self._known[name] = self._lazy[name]()
        return self._known[name]

    def __contains__(self, name: str) -> bool:
        return name in self._known or name in self._lazy

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is known under `name`, or `default`."""
        return getattr(self, name) if name in self else default

    @property
    def is_running_flow(self) -> bool:
        """Say whether a task runs in this process."""
        return bool(self._known)


current = Current()
