"""Reads blobs that lie in files: maps large ones, and checks what a read can check in passing.

The size is always compared. The digest is compared if the blob is of one chunk; larger ones are
not read before they are used, and `verify` compares theirs.
"""

from __future__ import annotations

import os
import sys

from runtime_shim.errors import StoreError
from runtime_shim.store.chunks import (
    CHUNK,
    blob_digest,
    blob_key,
    boundaries,
    chunk_digest,
    length,
    offsets,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import mmap
    from collections.abc import Callable
    from typing import Any, BinaryIO, TypeVar

    from runtime_shim.store.folder import FolderStore

    Found = TypeVar("Found")

_BUFFER = 1 << 20


def parts(store: FolderStore, folder: str, blob: dict[str, Any], first: int) -> list[memoryview]:
    """Return the parts of a blob from `first` on; what is written to them stays in this process.

    A blob of one chunk is read. A larger one is mapped, and copied page by page as it is written
    to.
    """
    sizes = blob["parts"]
    total = length(sizes)
    read = _map if total > CHUNK else _read_into
    data = _with_file(store, folder, blob, lambda file: read(file, total))
    if total <= CHUNK:
        _check(store, folder, blob, data)
    view = memoryview(data)
    places = list(zip(offsets(sizes), sizes, strict=True))
    return [view[begin : begin + size] for begin, size in places[first:]]


def content(store: FolderStore, folder: str, blob: dict[str, Any]) -> bytes:
    """Return the content of a blob of one part."""
    # A read of everything, with nothing read before, goes into the very object that it returns.
    data = _with_file(store, folder, blob, lambda file: file.read())
    if len(data) <= CHUNK:
        _check(store, folder, blob, data)
    return data


def stream(store: FolderStore, folder: str, blob: dict[str, Any]) -> BinaryIO:
    """Return a blob's file, whose begin is the first part."""
    return _open(store, folder, blob)


def verify(store: FolderStore, folder: str, blob: dict[str, Any]) -> None:
    """Read the whole blob, in threads; raises StoreError if its digest is another."""
    digests = _with_file(store, folder, blob, lambda file: _digests(file, length(blob["parts"])))
    if blob_digest(digests) != blob["blob"]:
        raise _damaged(store, folder, blob, "its content is not what its name says")


def _digests(file: BinaryIO, total: int) -> list[bytes]:
    from runtime_shim.store.workers import Workers

    ends = boundaries(total)
    digests = [b""] * len(ends)

    def digest(number: int, begin: int, end: int) -> None:
        digests[number] = chunk_digest((os.pread(file.fileno(), end - begin, begin),))

    workers = Workers(digest)
    try:
        for number, (begin, end) in enumerate(ends):
            workers.put(number, begin, end)
    finally:
        workers.stop()
    workers.finish()
    return digests


def _open(store: FolderStore, folder: str, blob: dict[str, Any]) -> BinaryIO:
    key = blob_key(folder, blob["blob"])
    try:
        file = open(store.path(key), "rb", _BUFFER)  # noqa: SIM115 - the caller closes it
    except OSError as error:
        raise store.failure("read", key, error) from error
    size, expected = os.fstat(file.fileno()).st_size, length(blob["parts"])
    if size != expected:
        file.close()
        raise _damaged(store, folder, blob, f"it has {size} bytes, and not {expected}")
    return file


def _with_file(
    store: FolderStore,
    folder: str,
    blob: dict[str, Any],
    action: Callable[[BinaryIO], Found],
) -> Found:
    with _open(store, folder, blob) as file:
        try:
            return action(file)
        except OSError as error:
            raise store.failure("read", blob_key(folder, blob["blob"]), error) from error


def _check(
    store: FolderStore, folder: str, blob: dict[str, Any], data: bytes | bytearray | mmap.mmap
) -> None:
    digests = [chunk_digest((memoryview(data),))] if data else []
    if blob_digest(digests) != blob["blob"]:
        raise _damaged(store, folder, blob, "its content is not what its name says")


def _damaged(store: FolderStore, folder: str, blob: dict[str, Any], reason: str) -> StoreError:
    key = blob_key(folder, blob["blob"])
    return StoreError(f"`{key}` in {store.url} is damaged: {reason}")


def _read_into(file: BinaryIO, total: int) -> bytearray:
    data = bytearray(total)
    file.readinto(data)  # type: ignore[attr-defined]  # a buffered reader's, which fills it
    return data


def _map(file: BinaryIO, total: int) -> mmap.mmap | bytearray:
    """Map the file; read it if it cannot be mapped, or if too many files are open for that."""
    import mmap
    import resource

    # Before Python 3.13 a mapping keeps a descriptor; half of them are left to the author's code.
    if sys.version_info >= (3, 13):
        return mmap.mmap(file.fileno(), total, access=mmap.ACCESS_COPY, trackfd=False)
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if file.fileno() * 2 > most > 0:
        return _read_into(file, total)
    return mmap.mmap(file.fileno(), total, access=mmap.ACCESS_COPY)
