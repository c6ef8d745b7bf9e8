"""Ends a step at its time limit, or when the scheduler asks: as an exception in the step."""

from __future__ import annotations

import signal
import threading

from runtime_shim.failures import Terminated, TimeoutException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


class limits:  # noqa: N801 - used as a `with` statement is read
    """Raise TimeoutException in the block after `seconds` (0: never), Terminated on SIGTERM."""

    def __init__(self, step: str, seconds: int) -> None:
        """Name the step that is limited."""
        self._step = step
        self._seconds = seconds

    def __enter__(self) -> None:
        # Signals belong to the main thread; a step that runs in another one is left alone.
        self._is_main = threading.current_thread() is threading.main_thread()
        if not self._is_main:
            return
        self._before = signal.signal(signal.SIGTERM, self._terminate)
        if self._seconds:
            signal.signal(signal.SIGALRM, self._expire)
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        if not self._is_main:
            return
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGTERM, self._before)

    def _expire(self, _number: int, _frame: FrameType | None) -> None:
        raise TimeoutException(f"step `{self._step}` took longer than {self._seconds} seconds")

    def _terminate(self, _number: int, _frame: FrameType | None) -> None:
        raise Terminated(f"the scheduler ended step `{self._step}`")
