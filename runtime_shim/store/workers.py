"""Does pieces of work in a few threads, while the caller makes more of them."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    Item = TypeVar("Item")
    Result = TypeVar("Result")

MOST = 4


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Threads that call `work` with what `put` is given; `finish` or `stop` ends them.

    Never more than `ahead` pieces of work wait, so that what they hold in memory is bounded.
    """

    def __init__(self, work: Callable[..., object], threads: int = 0, ahead: int = 1) -> None:
        """Start `threads` threads; 0 is one for each processor, up to four."""
        import queue
        import threading

        count = threads or min(MOST, processors())
        self._work = work
        self._todo: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(count + ahead)
        self._error: BaseException | None = None
        # Daemons: a main thread that dies without ending them must not wait for them.
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def put(self, *arguments: Any) -> None:
        """Have `work` called with `arguments`; waits for room, and raises what a call raised."""
        self._room.acquire()
        if self._error is not None:
            raise self._error
        self._todo.put(arguments)

    def finish(self) -> None:
        """Wait until all work is done; raises what a call raised first."""
        self.stop()
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """End the threads after what was put; raises nothing that a call raised."""
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (arguments := self._todo.get()) is not None:
            if self._error is None:
                self._do(arguments)
            del arguments
            self._room.release()

    def _do(self, arguments: tuple[Any, ...]) -> None:
        try:
            self._work(*arguments)
        except BaseException as error:  # noqa: BLE001 - raised again by `put` or `finish`
            self._error = error


def each(function: Callable[[Item], Result], items: Sequence[Item], threads: int) -> list[Result]:
    """Return `function(item)` of each item, in order, in up to `threads` threads.

    Raises what a call raised; after that no other begins. An object store answers after tens of
    milliseconds, and threads are what its client is fastest with: for small objects twice as fast
    as the same calls in an event loop.
    """
    if len(items) < 2:
        return [function(item) for item in items]
    found: list[Any] = [None] * len(items)

    def do(place: int, item: Item) -> None:
        found[place] = function(item)

    workers = Workers(do, min(threads, len(items)), ahead=threads)
    try:
        for place, item in enumerate(items):
            workers.put(place, item)
    finally:
        workers.stop()
    workers.finish()
    return found
