"""What went wrong in a step, as a record, as a person reads it, and as the artifact of a catch."""

from __future__ import annotations

import os
import time

from runtime_shim.errors import ShimError, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from traceback import TracebackException
    from typing import Any

_OURS = tuple(
    os.path.dirname(os.path.dirname(__file__)) + f"/{name}/"
    for name in ("runtime_shim", "flowc", "compiler")
)


_KEPT = (
    *("flow", "run", "step", "task", "uid", "attempt", "retry", "start"),
    *("host", "python", "pid", "user", "inputs"),
)
"""What is told of a failed attempt out of what was recorded when it began."""

KILLED = "Killed"
"""The type of a failure that nothing could describe any more."""


class TimeoutException(Exception):
    """A step took longer than its `@timeout` allows."""


class Terminated(BaseException):
    """The scheduler ended the attempt."""


class CaughtFailure(Exception):
    """The failure of a step with `@catch`, as the artifact that it names.

    `type` is the exception's class with its module (`builtins.ValueError`), `exception` its
    message, `stacktrace` all of it as text. It is true, so that `if self.failure` asks whether the
    step failed.
    """

    def __init__(self, kind: str, message: str, stacktrace: str = "") -> None:
        """Keep the texts."""
        super().__init__(kind, message, stacktrace)
        self.type = kind
        self.exception = message
        self.stacktrace = stacktrace

    def __str__(self) -> str:
        return self.stacktrace or f"{self.type}: {self.exception}"

    def __repr__(self) -> str:
        return f"CaughtFailure({self.type!r}, {self.exception!r})"


def describe(error: BaseException) -> dict[str, str]:
    """Return {"type", "message", "traceback"} of what a step raised, without frames of ours."""
    return {"type": type_name(error), "message": _message(error), "traceback": shown(error)}


def failed_record(
    facts: Mapping[str, Any], failure: Mapping[str, str], held: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the record of a failed attempt; `facts` are what was recorded when it began.

    `held` are the names of the artifacts that the step had by then.
    """
    kept = {name: facts[name] for name in _KEPT if name in facts}
    return {
        **kept,
        "format": "flowc.failed/1",
        "end": time.time(),
        **failure,
        "held": list(held),
    }


def shown(error: BaseException) -> str:
    """Return the traceback of `error` as Python prints it, without frames of ours."""
    import traceback

    try:
        found = traceback.TracebackException.from_exception(error)
        if isinstance(error, ShimError) and all(is_ours(frame.filename) for frame in found.stack):
            return f"flowc: {error}\n"
        return "".join(_without_ours(found).format())
    except Exception as other:  # noqa: BLE001 - the user's own __str__ or __repr__ may raise
        return f"{type_name(error)} (which cannot be printed: {type_name(other)})\n"


def _without_ours(found: TracebackException) -> TracebackException:
    """Leave out our own frames, also of the exceptions that led to this one."""
    pending: list[TracebackException | None] = [found]
    while pending:
        one = pending.pop()
        if one is not None:
            one.stack[:] = [frame for frame in one.stack if not is_ours(frame.filename)]
            pending += [one.__cause__, one.__context__, *(one.exceptions or ())]
    return found


def is_ours(path: str) -> bool:
    """Say whether the file at `path` is a part of flowc, or of Python's import system."""
    return path.startswith(_OURS) or path.startswith("<frozen importlib")


def caught(failure: dict[str, Any]) -> CaughtFailure:
    """Return the artifact for a failure that `describe` returned."""
    return CaughtFailure(whole_name(failure["type"]), failure["message"], failure["traceback"])


def whole_name(kind: str) -> str:
    """Return the type of a failure that `describe` returned with its module in any case.

    Records leave out the module of what is built in, for people; flows compare the whole name.
    """
    return kind if "." in kind or kind == KILLED else f"builtins.{kind}"


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the user's own __str__ may raise
        return ""
