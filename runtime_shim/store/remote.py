"""A store in a bucket: S3 and what speaks like it, Google Cloud Storage, Azure's blobs.

Why nothing is lost or torn:

- An object appears when its PUT is complete, whole, in place of what was there; readers see the
  one or the other. Nothing is uploaded in several requests.
- `create` is a PUT with `If-None-Match: *` (on Google `x-goog-if-generation-match: 0`). Of all
  such requests for one key the store lets one through. Its answers mean:
      2xx   this request made the object
      412   there is an object
      409   another such request is under way, which may fail yet. Nothing of this one landed. If a
            look at the key finds an object, the answer is that of 412; if not, it is tried again.
      5xx, 429, and a connection that breaks: the request may have landed, or not. It is sent
            again, by obstore or by `Calls`. If it had landed then it is this second request that is
            answered by 412, for an object that is our own.
  So True is sure: this call's bytes are there. False says that there is an object, which may hold
  this call's bytes: a caller who must know reads it and compares (the uid of a manifest, the text
  of a log's part). A StoreError says that neither is known; whoever tries again finds out. In no
  case are there two winners, because no request without the condition is ever sent for such a key,
  and none is repeated after an answer that was sure.
- Blobs are named by their content. Two writers of one name write the same, and a PUT that is
  repeated does no harm; so these need no condition.
- Part n of a log is made by `create` as well: of two writers (there should be none) neither
  overwrites the other's.
- A content that breaks off has not the length that its head says: obstore reads on from there, or
  fails. Chunks of blobs are compared with their digests whenever they are read.
"""

from __future__ import annotations

import io

from runtime_shim.errors import Missing
from runtime_shim.store.remote_calls import Calls
from runtime_shim.store.remote_client import split_url
from runtime_shim.store.remote_listing import children, first_children, walk
from runtime_shim.store.remote_logs import RemoteLogs
from runtime_shim.store.workers import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from runtime_shim.store.remote_blobs import RemoteSink

READERS = 64


class RemoteStore:
    """Everything below a prefix of a bucket."""

    def __init__(self, url: str, *, tries: int = 10, seconds: float = 120) -> None:
        """Connect to `url`; nothing is read or written yet.

        A store that does not answer is given up after half of `seconds` at least, and one and a
        half times `seconds` at most; a single request is sent `tries` times in a row. Raises
        StoreError if obstore is not installed.
        """
        scheme, bucket, prefix = split_url(url)
        self.url = f"{scheme}://{bucket}/{prefix}".rstrip("/")
        self.calls = Calls(self.url, tries, seconds)
        self._logs = RemoteLogs(self.calls)

    def read(self, key: str) -> bytes:
        """Return the object's content."""
        return bytes(self.calls.get(key))

    def read_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """Return the content of each, None for those that do not exist; many at a time."""
        return each(self._read_or_none, keys, READERS)

    def exists(self, key: str) -> bool:
        """Say whether there is such an object."""
        return self.calls.exists(key)

    def create(self, key: str, data: bytes) -> bool:
        """Make the object unless it exists; False may be said of an object of one's own."""
        return self.calls.create(key, data)

    def write(self, key: str, data: bytes) -> None:
        """Make the object hold `data`."""
        self.calls.put(key, data)

    def delete(self, key: str) -> None:
        """Remove the object."""
        self.calls.delete([key])

    def delete_many(self, keys: Sequence[str]) -> None:
        """Remove objects, a thousand in one request."""
        most = self.calls.most
        for begin in range(0, len(keys), most):
            self.calls.delete(keys[begin : begin + most])

    def children(self, folder: str, after: str = "", most: int | None = None) -> list[str]:
        """Return the names directly below `folder`, in order; folders end with `/`."""
        if most is None:
            return [name for name in children(self.calls, folder) if name > after]
        return first_children(self.calls, folder, after, most)

    def modified(self, key: str) -> float:
        """Return when the object was last written."""
        return self.calls.head(key)["last_modified"].timestamp()

    def append(self, key: str, data: bytes) -> None:
        """Append to a log."""
        self._logs.append(key, data)

    def read_log(self, key: str, offset: int = 0) -> bytes:
        """Return a log's content from the byte `offset` on."""
        keys, begin = self._logs.wanted(key, offset)
        return b"".join(data or b"" for data in self.read_many(keys))[begin:]

    def sink(self, folder: str) -> RemoteSink:
        """Return a sink for one blob below `folder`."""
        from runtime_shim.store.remote_blobs import RemoteSink

        return RemoteSink(self.calls, folder)

    def parts(self, folder: str, blob: dict[str, Any], first: int = 0) -> list[memoryview]:
        """Return the parts of a blob from `first` on, in memory of their own."""
        import mmap

        from runtime_shim.store.chunks import CHUNK, length, offsets
        from runtime_shim.store.remote_blobs import load_into

        sizes = blob["parts"]
        begins = offsets(sizes)
        base = begins[first] // CHUNK * CHUNK if first < len(begins) else 0
        total = length(sizes) - base
        # Memory that the system gives is zero, and is used only where something is written.
        memory = memoryview(mmap.mmap(-1, total)) if total > 0 else memoryview(bytearray())
        load_into(self.calls, folder, blob, memory, base)
        return [
            memory[begin - base : begin - base + size]
            for begin, size in zip(begins[first:], sizes[first:], strict=True)
        ]

    def content(self, folder: str, blob: dict[str, Any]) -> bytes:
        """Return the content of a blob of one part, held once in memory."""
        from runtime_shim.store.chunks import length
        from runtime_shim.store.remote_blobs import load_into

        buffer = io.BytesIO()
        total = length(blob["parts"])
        if total:
            buffer.seek(total - 1)
            buffer.write(b"\0")
        with buffer.getbuffer() as view:
            load_into(self.calls, folder, blob, view)
        return buffer.getvalue()

    def stream(self, folder: str, blob: dict[str, Any]) -> BinaryIO:
        """Return the first part of a blob, and what follows it, as a file."""
        from runtime_shim.store.remote_blobs import chunks_of, fetch_chunk
        from runtime_shim.store.remote_stream import open_chunks

        chunks = chunks_of(self.calls, folder, blob)

        def fetch(number: int) -> Any:
            name, begin, end = chunks[number]
            return fetch_chunk(self.calls, folder, name, end - begin)

        return open_chunks(fetch, len(chunks))

    def verify(self, folder: str, blob: dict[str, Any]) -> None:
        """Read the whole blob and compare every digest."""
        from runtime_shim.store.remote_blobs import check

        check(self.calls, folder, blob)

    def blob_keys(self, folder: str, blob: dict[str, Any]) -> list[str]:
        """Return the keys of the objects that a blob consists of."""
        from runtime_shim.store.chunks import blob_key
        from runtime_shim.store.remote_blobs import HOLE_NAME, chunks_of

        names = [name for name, _, _ in chunks_of(self.calls, folder, blob)]
        return [blob_key(folder, name) for name in {blob["blob"], *names} - {HOLE_NAME}]

    def remove_stale(self, folder: str, keys: Sequence[str], before: float) -> list[str]:
        """Remove the blobs that were not written since `before`; return which."""
        from runtime_shim.store.remote_removal import remove_stale

        return remove_stale(self.calls, folder, keys, before)

    def prune(self, folder: str) -> None:
        """Do nothing: a folder is no more than a part of names."""

    def walk(self, folder: str) -> Iterator[tuple[str, int, float]]:
        """Yield (key, bytes, modified) of every object below `folder`, in order."""
        return walk(self.calls, folder)

    def leftovers(self, folder: str) -> Iterator[tuple[str, int, float]]:  # noqa: ARG002
        """Yield nothing: a writer that is killed leaves nothing half done."""
        yield from ()

    def _read_or_none(self, key: str) -> bytes | None:
        try:
            return self.read(key)
        except Missing:
            return None
