"""Keeps blobs in an object store: chunks are objects of their own, moved in parallel.

An object below the blobs' folder is named `<aa>/<digest>`, `aa` being the digest's begin, and is
one of two things. What a blob's digest is (`runtime_shim.store.chunks`) makes both check
themselves:

    a chunk     its name is the digest of the blob that has this chunk alone: the SHA-256 of the
                SHA-256 of its content. A blob of one chunk is that object.
    an index    its name is the digest of a blob of several chunks: the SHA-256 of the object,
                which is the SHA-256 digests of the chunks, 32 bytes each, one after another.

From the bytes of a blob's parts, which its ref has, follow the number of chunks and the length of
each, and so which of the two an object is. An object that is shorter than its chunk is the chunk
compressed by zstd; one of the same length is the chunk itself. A chunk of zeros (`HOLE`) is not
stored. Chunks that several blobs have in common are stored once.

An index is written after all of its chunks are there. What is there already is not sent again,
unless it is old (`runtime_shim.store.remote_removal`).
"""

from __future__ import annotations

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store.chunks import (
    HOLE,
    Chunker,
    blob_digest,
    blob_key,
    boundaries,
    chunk_digest,
    length,
)
from runtime_shim.store.remote_removal import store_blob
from runtime_shim.store.remote_zstd import decompress, pack
from runtime_shim.store.workers import Workers, each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from obstore import Bytes

    from runtime_shim.store.chunks import Piece
    from runtime_shim.store.remote_calls import Calls

    Chunk = tuple[str, int, int]

HOLE_NAME = blob_digest([HOLE])
# How many chunks of 8 MiB are on their way. What they hold besides the artifact is less than
# 64 MiB: a view holds nothing, or what it is compressed to; a copy holds all of it.
UPLOADS = 8
UPLOADS_OF_COPIES = 3
DOWNLOADS = 5
_DIGEST = 32


class RemoteSink:
    """Takes one blob below `folder`; chunks are hashed and sent while more are made."""

    def __init__(self, calls: Calls, folder: str) -> None:
        """Begin with no content."""
        self._calls = calls
        self._folder = folder
        self._chunker = Chunker(self._take)
        self._digests: dict[int, bytes] = {}
        self._sent = {HOLE_NAME}
        self._closing = False
        self._workers: dict[int, Workers] = {}

    def write(self, data: Piece) -> int:
        """Append `data` to the part; a view is read until `finish` returns."""
        return self._chunker.write(data)

    def end_part(self) -> None:
        """End the part."""
        self._chunker.end_part()

    def finish(self) -> dict[str, Any]:
        """Send the rest; return what the blob is called and the bytes of each part."""
        try:
            self._closing = True
            sizes = self._chunker.close()
            for workers in self._workers.values():
                workers.finish()
        finally:
            self.discard()
        digests = [self._digests[number] for number in range(len(self._digests))]
        name = blob_digest(digests)
        if len(digests) != 1:
            key = blob_key(self._folder, name)
            store_blob(self._calls, self._folder, key, lambda: b"".join(digests))
        return {"blob": name, "parts": sizes}

    def discard(self) -> None:
        """End the threads. Chunks that were sent stay, for the next attempt or to be collected."""
        for workers in self._workers.values():
            workers.stop()
        self._workers.clear()

    def _take(self, number: int, pieces: list[Piece]) -> None:
        # Joined here, so that no more than one chunk is there twice, for a moment.
        whole = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        if self._closing and number == 0:
            self._store(number, [whole])
            return
        threads = UPLOADS if isinstance(whole, memoryview) else UPLOADS_OF_COPIES
        if threads not in self._workers:
            self._workers[threads] = Workers(self._store, threads, ahead=0)
        self._workers[threads].put(number, [whole])

    def _store(self, number: int, chunk: list[Piece]) -> None:
        digest = chunk_digest(chunk)
        self._digests[number] = digest
        name = blob_digest([digest])
        if name not in self._sent:
            self._sent.add(name)
            key = blob_key(self._folder, name)
            store_blob(self._calls, self._folder, key, lambda: pack(chunk.pop()))


def load_into(
    calls: Calls, folder: str, blob: dict[str, Any], target: memoryview, base: int = 0
) -> None:
    """Fill `target`, which is all zero, with the blob's content from the byte `base` on.

    `base` is where a chunk begins. Raises StoreError if anything is not what its name says.
    """

    def fetch(chunk: Chunk) -> None:
        name, begin, end = chunk
        if name != HOLE_NAME:
            _fetch(calls, blob_key(folder, name), end - begin, target[begin - base : end - base])

    wanted = [chunk for chunk in chunks_of(calls, folder, blob) if chunk[1] >= base]
    each(fetch, wanted, DOWNLOADS)


def check(calls: Calls, folder: str, blob: dict[str, Any]) -> None:
    """Read the whole blob; raises StoreError if anything is not what its name says."""

    def fetch(chunk: Chunk) -> None:
        name, begin, end = chunk
        if name != HOLE_NAME:
            _fetch(calls, blob_key(folder, name), end - begin)

    chunks = chunks_of(calls, folder, blob)
    if not chunks:
        _read(calls, blob_key(folder, blob["blob"]))
    each(fetch, chunks, DOWNLOADS)


def fetch_chunk(calls: Calls, folder: str, name: str, size: int) -> Bytes | bytes | memoryview:
    """Return the content of one chunk, of `size` bytes."""
    return bytes(size) if name == HOLE_NAME else _fetch(calls, blob_key(folder, name), size)


def chunks_of(calls: Calls, folder: str, blob: dict[str, Any]) -> list[Chunk]:
    """Return (name, begin, end) of each chunk of a blob, reading its index if it has one.

    Raises StoreError if the index is not what its name says.
    """
    name = blob["blob"]
    found = boundaries(length(blob["parts"]))
    names = [name] if len(found) == 1 else []
    if len(found) > 1:
        names = _names(calls, blob_key(folder, name), name, len(found))
    return [(name, *bounds) for name, bounds in zip(names, found, strict=True)]


def _names(calls: Calls, key: str, name: str, count: int) -> list[str]:
    index = bytes(_read(calls, key))
    if len(index) != count * _DIGEST:
        raise _damage(calls, key, f"it has {len(index)} bytes instead of {count * _DIGEST}")
    digests = [index[at : at + _DIGEST] for at in range(0, len(index), _DIGEST)]
    found = blob_digest(digests)
    if found != name:
        raise _damage(calls, key, f"its content has the digest {found}")
    return [blob_digest([digest]) for digest in digests]


def _fetch(
    calls: Calls, key: str, size: int, target: memoryview | None = None
) -> Bytes | bytes | memoryview:
    """Return the content of a chunk of `size` bytes, which is `target` if there is one."""
    stored = _read(calls, key)
    if len(stored) == size:
        found: Bytes | bytes | memoryview = stored
        if target is not None:
            target[:] = memoryview(stored)
            found = target
    else:
        found = _decompressed(calls, key, stored, size, target)
    digest = blob_digest([chunk_digest([memoryview(found)])])
    if digest != key.rpartition("/")[2]:
        raise _damage(calls, key, f"its content has the digest {digest}")
    return found


def _decompressed(
    calls: Calls, key: str, stored: Bytes, size: int, target: memoryview | None
) -> bytes | memoryview:
    try:
        return decompress(memoryview(stored), size, target)
    except ValueError as error:
        message = f"it has {len(stored)} bytes for a content of {size}, and {error}"
        raise _damage(calls, key, message) from error
    except ImportError:
        raise StoreError(
            f"`{key}` in {calls.url} is compressed: reading it needs the package `zstandard`, "
            "pip install 'flowc[s3]'"
        ) from None


def _read(calls: Calls, key: str) -> Bytes:
    try:
        return calls.get(key)
    except Missing:
        raise StoreError(f"`{key}` is missing in {calls.url}") from None


def _damage(calls: Calls, key: str, what: str) -> StoreError:
    return StoreError(f"`{key}` in {calls.url} is damaged: {what}")
