"""Why a task failed, as `task.exception` tells it."""

from __future__ import annotations

from runtime_shim.failures import CaughtFailure, whole_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class TaskFailure(CaughtFailure):
    """What ended an attempt: `type`, `message`, `stacktrace`; as text it is the stack trace."""

    @property
    def message(self) -> str:
        """Return the exception's message."""
        return self.exception

    @property
    def last_line(self) -> str:
        """Return the type and the message's first line."""
        first = (self.exception.strip().splitlines() or [""])[0]
        kind = self.type.removeprefix("builtins.")
        return f"{kind}: {first}" if first else kind

    def __repr__(self) -> str:
        return f"TaskFailure({self.type!r}, {self.exception!r})"


def failure_of(record: dict[str, Any]) -> TaskFailure:
    """Return the failure that the record of a failed attempt, or of a catch, tells of."""
    return TaskFailure(whole_name(record["type"]), record["message"], record["traceback"])
