"""Ends a step at its time limit, or when the scheduler asks: as an exception in the step."""

from __future__ import annotations

import os
import signal

from runtime_shim.failures import Terminated, TimeoutException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

_in_force: list[limits] = []


class limits:  # noqa: N801 - used as a `with` statement is read
    """Raise TimeoutException in the block after `seconds` (0: never), Terminated on SIGTERM."""

    def __init__(self, step: str, seconds: int) -> None:
        """Name the step that is limited."""
        self._step = step
        self._seconds = seconds
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        wanted: dict[int, Callable[[int, FrameType | None], None]] = {
            signal.SIGTERM: self._terminate
        }
        if self._seconds:
            wanted[signal.SIGALRM] = self._expire
        try:
            for number, handler in wanted.items():
                self._before[number] = signal.signal(number, handler)
        except ValueError:
            # Signals belong to the main thread; a step that runs in another one is left alone.
            return
        _in_force.append(self)
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        if signal.SIGALRM in self._before:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        if self in _in_force:
            _in_force.remove(self)

    def drop(self) -> None:
        """Leave the signals to the system, which acts on them at once."""
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)

    def _expire(self, _number: int, _frame: FrameType | None) -> None:
        raise TimeoutException(f"step `{self._step}` took longer than {self._seconds} seconds")

    def _terminate(self, _number: int, _frame: FrameType | None) -> None:
        raise Terminated(f"the scheduler ended step `{self._step}`")


def _drop() -> None:
    """Free a process that a step has forked, such as one of a pool, of the step's limits.

    A handler in Python would not do: it does not run while such a process waits for a lock that it
    began to wait for just after the signal came.
    """
    while _in_force:
        _in_force.pop().drop()


os.register_at_fork(after_in_child=_drop)
