"""Reads a blob of an object store as a file, with the next chunks on their way."""

from __future__ import annotations

import io
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Fetch = Callable[[int], Any]

_AHEAD = 3
_BUFFER = 256 << 10


def open_chunks(fetch: Fetch, count: int) -> io.BufferedReader:
    """Return what `fetch(0)`, `fetch(1)` … `fetch(count - 1)` return, one after another, as a file.

    No more than a few are held. What `fetch` raises is raised by the read that needs it.
    """
    return io.BufferedReader(_Chunks(fetch, count), _BUFFER)


class _Chunks(io.RawIOBase):
    def __init__(self, fetch: Fetch, count: int) -> None:
        self._fetch = fetch
        self._numbers = iter(range(count))
        self._coming: list[_Coming] = []
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any, /) -> int:
        while not self._left:
            self._ask()
            if not self._coming:
                return 0
            self._left = memoryview(self._coming.pop(0).result())
        piece = self._left[: len(target)]
        target[: len(piece)] = piece
        self._left = self._left[len(piece) :]
        return len(piece)

    def close(self) -> None:
        self._left = memoryview(b"")
        self._coming.clear()
        super().close()

    def _ask(self) -> None:
        while len(self._coming) < _AHEAD:
            number = next(self._numbers, None)
            if number is None:
                return
            self._coming.append(_Coming(self._fetch, number))


class _Coming:
    """A chunk that a thread is fetching."""

    def __init__(self, fetch: Fetch, number: int) -> None:
        self._found: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(fetch, number), daemon=True)
        self._thread.start()

    def result(self) -> Any:
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found

    def _run(self, fetch: Fetch, number: int) -> None:
        try:
            self._found = fetch(number)
        except BaseException as error:  # noqa: BLE001 - raised by the read that needs the chunk
            self._error = error
