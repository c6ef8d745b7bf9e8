"""Waits for handles, times, signals and other threads, and calls what belongs to each."""

from __future__ import annotations

import os
import select
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from heapq import heappop, heappush

Call = Callable[[], object]
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Timer:
    """A call that is due at a time, unless it is cancelled before."""

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        """Hold `call`."""
        self._call: Call | None = call

    def cancel(self) -> None:
        """Never make the call."""
        self._call = None

    def fire(self) -> None:
        """Make the call, once."""
        call, self._call = self._call, None
        if call is not None:
            call()


class Loop:
    """Calls things when they are due, one after the other, in the thread that turns it."""

    def __init__(self) -> None:
        """Start without anything to wait for."""
        self._poll = select.poll()
        self._readers: dict[int, Call] = {}
        self._timers: list[tuple[float, int, Timer]] = []
        self._count = 0
        self._calls: deque[Call] = deque()
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        self.watch(self._wake, self._drain)

    def watch(self, handle: int, call: Call) -> None:
        """Call `call` whenever `handle` can be read, or has come to its end."""
        self._readers[handle] = call
        self._poll.register(handle, select.POLLIN)

    def forget(self, handle: int) -> None:
        """Watch `handle` no more."""
        if self._readers.pop(handle, None) is not None:
            self._poll.unregister(handle)

    def after(self, seconds: float, call: Call) -> Timer:
        """Call `call` once, in `seconds`."""
        timer = Timer(call)
        self._count += 1
        heappush(self._timers, (time.monotonic() + seconds, self._count, timer))
        return timer

    def soon(self, call: Call) -> None:
        """Call `call` in the loop's own thread; any thread may ask for it."""
        self._calls.append(call)
        # A full pipe wakes the loop as well; one that is closed has nobody to wake.
        with suppress(OSError):
            os.write(self._woken, b".")

    def turn(self) -> None:
        """Wait until something is due, and do it."""
        for handle, _ in self._poll.poll(self._patience()):
            reader = self._readers.get(handle)
            if reader is not None:
                reader()
        while self._timers and self._timers[0][0] <= time.monotonic():
            heappop(self._timers)[2].fire()
        while self._calls:
            self._calls.popleft()()

    def close(self) -> None:
        """Release the loop's own handles."""
        for end in (self._wake, self._woken):
            os.close(end)

    @contextmanager
    def signals(self, call: Call) -> Iterator[None]:
        """Call `call` for each request to end this process, instead of ending it."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        woken = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in _SIGNALS:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, lambda *_: self._calls.append(call))
        try:
            yield
        finally:
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _patience(self) -> float | None:
        """Return how long the next timer leaves, in milliseconds."""
        if self._calls:
            return 0
        if not self._timers:
            return None
        return max(0.0, self._timers[0][0] - time.monotonic()) * 1000

    def _drain(self) -> None:
        os.read(self._wake, 1 << 12)
