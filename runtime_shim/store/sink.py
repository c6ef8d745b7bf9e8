"""Writes a blob into a folder: chunks are hashed and written in threads, while more are made."""

from __future__ import annotations

import errno
import os
import time

from runtime_shim.store.chunks import (
    CHUNK,
    HOLE,
    Chunker,
    blob_digest,
    blob_key,
    chunk_digest,
    length,
)
from runtime_shim.store.workers import Workers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.store.chunks import Piece
    from runtime_shim.store.folder import FolderStore

# In seconds: a file system that can reserve does it in microseconds.
_SLOW = 0.02


class FolderSink:
    """Takes one blob below `folder`; nothing is written before a chunk is whole.

    A blob of one chunk is hashed first, and not written at all if it is there. A larger one is
    written to a temporary file, with holes for chunks that are all zero, and then renamed.
    """

    def __init__(self, store: FolderStore, folder: str) -> None:
        """Begin with no content."""
        self._store = store
        self._folder = folder
        self._chunker = Chunker(self._take)
        self._digests: dict[int, bytes] = {}
        self._last: Sequence[Piece] = ()
        self._closing = False
        self._file = -1
        self._temporary = ""
        self._workers: Workers | None = None
        self._reserves = hasattr(os, "posix_fallocate")

    def write(self, data: Piece) -> int:
        """Append `data` to the part; a view is read until `finish` returns."""
        try:
            return self._chunker.write(data)
        except OSError as error:
            raise self._store.failure("written", self._folder, error) from error

    def end_part(self) -> None:
        """End the part."""
        self._chunker.end_part()

    def finish(self) -> dict[str, Any]:
        """Give the blob its name; return what it is called and the bytes of each part."""
        try:
            self._closing = True
            sizes = self._chunker.close()
            if self._workers is None:
                digest = self._store_small()
            else:
                digest = self._store_large(self._workers, length(sizes))
        except OSError as error:
            raise self._store.failure("written", self._folder, error) from error
        finally:
            self.discard()
        return {"blob": digest, "parts": sizes}

    def discard(self) -> None:
        """End the threads, and remove the temporary file if there is one."""
        # In this order: a thread must not write to a file that has got the number of a closed one.
        if self._workers is not None:
            self._workers.stop()
            self._workers = None
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        if self._temporary:
            self._store.remove(self._temporary)
            self._temporary = ""

    def _take(self, number: int, pieces: list[Piece]) -> None:
        if self._closing and number == 0:
            self._last = pieces
            return
        if self._workers is None:
            self._file, self._temporary = self._store.temporary(self._folder)
            self._workers = Workers(self._store_chunk)
        self._workers.put(number, pieces)

    def _store_chunk(self, number: int, pieces: Sequence[Piece]) -> None:
        digest = chunk_digest(pieces)
        if digest != HOLE:
            self._reserve(number * CHUNK, sum(map(len, pieces)))
            write_all(self._file, pieces, number * CHUNK)
        self._digests[number] = digest

    def _reserve(self, offset: int, size: int) -> None:
        """Have the file system find room for a chunk at once, which is quicker than page by page.

        Where it cannot, the C library writes into each block: that is noticed by the time it takes.
        """
        if not self._reserves:
            return
        begin = time.perf_counter()
        try:
            os.posix_fallocate(self._file, offset, size)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise
            self._reserves = False
        if time.perf_counter() - begin > _SLOW:
            self._reserves = False

    def _store_small(self) -> str:
        digest = blob_digest([chunk_digest(self._last)] if self._last else [])
        if not self._store.touch(blob_key(self._folder, digest), sum(map(len, self._last))):
            self._file, self._temporary = self._store.temporary(self._folder)
            write_all(self._file, self._last, 0)
            self._name(digest)
        return digest

    def _store_large(self, workers: Workers, total: int) -> str:
        workers.finish()
        os.ftruncate(self._file, total)
        digest = blob_digest(self._digests[number] for number in range(len(self._digests)))
        if not self._store.touch(blob_key(self._folder, digest), total):
            self._name(digest)
        return digest

    def _name(self, digest: str) -> None:
        self._store.rename(self._temporary, blob_key(self._folder, digest))
        self._temporary = ""


def write_all(handle: int, pieces: Sequence[Piece], offset: int) -> None:
    """Write `pieces`, one after another, at `offset` of a file."""
    for piece in pieces:
        left = memoryview(piece)
        while left:
            written = os.pwrite(handle, left, offset)
            offset += written
            left = left[written:]
