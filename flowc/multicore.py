"""Calls a function for many items in processes forked from this one: closures work, order is kept.

    parallel_map(lambda path: len(open(path).read()), paths)

Each item has a process of its own, which sees what this one holds and returns its result through a
pipe. What a call raises is raised here, and the processes that are left are ended.
"""

from __future__ import annotations

import os
import sys

from runtime_shim.store.workers import processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from selectors import BaseSelector
    from typing import Any, TypeVar

    Item = TypeVar("Item")
    Result = TypeVar("Result")

_PIECE = 1 << 20


class MulticoreException(Exception):
    """A call failed in a way that cannot be raised again here."""


def parallel_map(
    func: Callable[[Item], Result],
    iterable: Iterable[Item],
    max_parallel: int | None = None,
    dir: str | None = None,
) -> list[Result]:
    """Return `func(item)` for each item, in the items' order.

    At most `max_parallel` processes run at once, by default as many as there are cores for this
    one. No files are made, so `dir` means nothing.
    """
    found = dict(_results(func, iterable, max_parallel))
    return [found[number] for number in range(len(found))]


def parallel_imap_unordered(
    func: Callable[[Item], Result],
    iterable: Iterable[Item],
    max_parallel: int | None = None,
    dir: str | None = None,
) -> Iterator[Result]:
    """Yield `func(item)` for each item, as soon as it is there."""
    for _, result in _results(func, iterable, max_parallel):
        yield result


class _Call:
    """A call in a process of its own; `pipe` is where its answer comes from."""

    def __init__(self, number: int, func: Callable[[Any], Any], item: Any) -> None:
        self.number = number
        self._data = bytearray()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pipe, answer = os.pipe()
        self._process = os.fork()
        if not self._process:
            _answer(func, item, answer)
        os.close(answer)

    def is_done(self) -> bool:
        """Take what has come; say whether it is all of it."""
        piece = os.read(self.pipe, _PIECE)
        self._data += piece
        return not piece

    def result(self) -> Any:
        """Return what the call returned, or raise what it raised."""
        import pickle  # noqa: PLC0415 - importing this module stays cheap

        os.close(self.pipe)
        _, status = os.waitpid(self._process, 0)
        if not self._data:
            code = os.waitstatus_to_exitcode(status)
            raise MulticoreException(f"the process of item {self.number} ended with status {code}")
        is_result, value = pickle.loads(self._data)  # noqa: S301
        if is_result:
            return value
        raise value

    def stop(self) -> None:
        """End the process."""
        from signal import SIGKILL  # noqa: PLC0415

        os.close(self.pipe)
        os.kill(self._process, SIGKILL)
        os.waitpid(self._process, 0)


def _results(
    func: Callable[[Any], Any], iterable: Iterable[Any], most: int | None
) -> Iterator[tuple[int, Any]]:
    from selectors import EVENT_READ, DefaultSelector  # noqa: PLC0415

    items = enumerate(iterable)
    width = most or processors()
    running: set[_Call] = set()
    with DefaultSelector() as pipes:
        try:
            while True:
                while len(running) < width and (item := next(items, None)) is not None:
                    call = _Call(item[0], func, item[1])
                    running.add(call)
                    pipes.register(call.pipe, EVENT_READ, call)
                if not running:
                    return
                for call in _done(pipes):
                    running.remove(call)
                    yield call.number, call.result()
        finally:
            for call in running:
                call.stop()


def _done(pipes: BaseSelector) -> list[_Call]:
    """Wait for something to come; return the calls whose answers are whole."""
    done = [key.data for key, _ in pipes.select() if key.data.is_done()]
    for call in done:
        pipes.unregister(call.pipe)
    return done


def _answer(func: Callable[[Any], Any], item: Any, pipe: int) -> None:
    """Call the function, send the answer, end the process: nothing of the parent's runs here."""
    import pickle  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    status = 1
    try:
        try:
            answer = pickle.dumps((True, func(item)), protocol=5)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the parent
            traceback.print_exc()
            answer = _carried(error)
        with open(pipe, "wb") as file:
            file.write(answer)
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _carried(error: BaseException) -> bytes:
    """Return `error` as the parent raises it: itself if it comes through, else its text."""
    import pickle  # noqa: PLC0415

    try:
        data = pickle.dumps((False, error), protocol=5)
        pickle.loads(data)  # noqa: S301 - many exceptions can be pickled and not read again
    except Exception:  # noqa: BLE001 - whatever is wrong with the exception, its text remains
        text = f"{type(error).__name__}: {error}"
        return pickle.dumps((False, MulticoreException(text)), protocol=5)
    return data
