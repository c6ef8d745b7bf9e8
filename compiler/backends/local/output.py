"""What comes out of a task: shown line by line, and kept in the store as the log of its attempt.

The shim chooses the ordinal of the attempt and says so in the file `attempt` of the control folder.
Until then the log waits here.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from runtime_shim import layout
from runtime_shim.errors import ShimError
from runtime_shim.logs import LONGEST, LogWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.backends.local.errands import Errands
    from compiler.backends.local.loop import Loop, Timer
    from runtime_shim.store.base import Store

_FIRST, _LONGEST = 0.3, 10.0
"""Seconds until what was printed is in the store; object stores get a part each time."""


class Lines:
    """Cuts what comes out of a process into lines of text for `show`, which takes the stream."""

    def __init__(self, show: Callable[[str, str], None]) -> None:
        """Hold nothing yet."""
        self._show = show
        self._open = {"stdout": b"", "stderr": b""}

    def feed(self, stream: str, data: bytes) -> None:
        """Take what came out of `stream`."""
        *lines, rest = (self._open[stream] + data).split(b"\n")
        for line in lines:
            self._show(stream, _text(line))
        self._open[stream] = self._shortened(stream, rest)

    def _shortened(self, stream: str, rest: bytes) -> bytes:
        """Return what a terminal still shows of a line that goes on, and not too much of it."""
        if b"\r" in rest:
            end = b"\r" if rest.endswith(b"\r") else b""
            rest = rest.rstrip(b"\r").rpartition(b"\r")[2] + end
        if len(rest) <= LONGEST:
            return rest
        self._show(stream, _text(rest))
        return b""

    def end(self) -> None:
        """Show what no newline has ended."""
        for stream, rest in self._open.items():
            if rest:
                self._show(stream, _text(rest))
            self._open[stream] = b""


def _text(line: bytes) -> str:
    # A progress bar goes back to the begin of its line: what a terminal would show is the last.
    shown = line.rstrip(b"\r").rpartition(b"\r")[2]
    return shown.decode("utf-8", "replace")


class Log:
    """The log of one attempt."""

    def __init__(self, store: Store, task: tuple[str, str, str, str], control: Path) -> None:
        """Keep the log of `task` (flow, run, step, path), whose attempt is named in `control`."""
        self._store = store
        self._folder = layout.task_key(*task)
        self._control = control
        self._waiting: list[bytes] = []
        self._writer = LogWriter(self._waiting.append)

    def feed(self, stream: str, data: bytes) -> None:
        """Take what came out of `stream`."""
        self._writer.feed(stream, data, time.time())

    @property
    def attempt(self) -> int | None:
        """Return the ordinal that the shim has chosen, None if it has not come to that."""
        try:
            return int((self._control / "attempt").read_text())
        except (OSError, ValueError):
            return None

    def take(self) -> Callable[[], None] | None:
        """Return what stores all that came so far; None if there is nothing, or no place yet."""
        self._writer.flush()
        attempt = self.attempt if self._waiting else None
        if attempt is None:
            return None
        data = b"".join(self._waiting)
        self._waiting.clear()
        key = f"{self._folder}/{attempt}.log"
        return lambda: self._store.append(key, data)


class Keeper:
    """Stores a log now and then while its task runs, and what is left at its end."""

    def __init__(self, log: Log, loop: Loop, errands: Errands, tell: Callable[[str], None]) -> None:
        """Store nothing before something is printed; `tell` hears why it cannot be stored."""
        self._log = log
        self._loop = loop
        self._errands = errands
        self._tell = tell
        self._wait = _FIRST
        self._timer: Timer | None = None

    def feed(self, stream: str, data: bytes) -> None:
        """Take what came out of `stream`."""
        self._log.feed(stream, data)
        if self._timer is None:
            self._timer = self._loop.after(self._wait, self._store)

    def end(self) -> None:
        """Store all that is left."""
        if self._timer is not None:
            self._timer.cancel()
        self._store()

    def _store(self) -> None:
        self._timer = None
        if not self._errands.are_quick:
            self._wait = min(self._wait * 1.5, _LONGEST)
        append = self._log.take()
        if append is not None:
            self._errands.run(append, self._stored)

    def _stored(self, _result: object, problem: ShimError | None) -> None:
        if problem is not None:
            self._tell(f"the log cannot be kept: {problem}")
