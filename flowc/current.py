"""`current`: what a running task knows about itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Current:
    """The flow, run, step and task that run now; empty where no task runs.

    The shim fills it before a step is called. Reading what is not there says so by name.
    """

    def __init__(self) -> None:
        """Start empty, as outside every task."""
        self._known: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """Return what is known under `name`; raises AttributeError where nothing is."""
        if name.startswith("_") or name not in self._known:
            raise AttributeError(f"`current.{name}` is known only in a running task")
        return self._known[name]

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is known under `name`, or `default`."""
        return self._known.get(name, default)

    @property
    def is_running_flow(self) -> bool:
        """Say whether a task runs in this process."""
        return bool(self._known)


current = Current()
