"""Objects in a bucket, as `S3` needs them: with what describes them, to and from files."""

from __future__ import annotations

import json
import os

from flowc.s3.objects import Found
from runtime_shim.errors import Missing
from runtime_shim.store.remote_calls import Calls
from runtime_shim.store.workers import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from obstore import GetResult

    from flowc.s3.places import Source

# Where Metaflow keeps metadata: what the one stores the other reads.
_METADATA = "metaflow-user-attributes"
_PIECE = 8 << 20
# Of a large object, so many pieces of 8 MiB are on their way at once.
_PIECES = 8
_TRIES, _SECONDS = 10, 120


class Bucket:
    """The objects of a bucket; keys are whole, without a prefix."""

    def __init__(self, url: str, encryption: str | None = None) -> None:
        """Connect to the bucket at `url`; what is stored there is encrypted by `encryption`."""
        config = {"server_side_encryption": encryption} if encryption else {}
        self._calls = Calls(url, _TRIES, _SECONDS, config)

    def head(self, key: str) -> Found | None:
        """Return what is known of an object, None if there is none."""
        import obstore

        client = self._calls.client
        try:
            found = self._calls.call(
                "read", key, lambda: obstore.get(client, key, options={"head": True})
            )
        except Missing:
            return None
        return _found(found)

    def fetch(
        self, key: str, begin: int, end: int | None, path: str, *, large: bool
    ) -> tuple[Found, int, int] | None:
        """Download an object's bytes from `begin` to `end` into a file.

        Returns what is known of it, and from where to where they are; None, without downloading,
        if it is large and `large` is not said.
        """
        import obstore

        calls = self._calls

        def fetch() -> tuple[Found, int, int] | None:
            got = obstore.get(calls.client, key, options=_range(begin, end))
            first, last = got.range
            if last - first <= _PIECE:
                with open(path, "wb") as file:
                    file.write(got.bytes())
            elif not large:
                return None
            else:
                self._fetch_pieces(key, got, path)
            return _found(got), first, last

        return calls.call("read", key, fetch)

    def put(
        self,
        key: str,
        source: Source,
        content_type: str | None,
        metadata: Mapping[str, Any] | None,
        *,
        overwrite: bool,
    ) -> bool:
        """Store bytes, or the content of a file; say whether it was done."""
        import obstore

        attributes: Any = {}
        if content_type:
            attributes["Content-Type"] = content_type
        if metadata:
            attributes[_METADATA] = json.dumps(metadata)
        if not overwrite and self._calls.exists(key):
            return False
        client = self._calls.client
        how: Any = {"attributes": attributes or None}
        if isinstance(source, bytes) and len(source) <= 2 * _PIECE:
            how["use_multipart"] = False
        else:
            how |= {"chunk_size": _PIECE, "max_concurrency": _PIECES}
        self._calls.call("written", key, lambda: obstore.put(client, key, _content(source), **how))
        return True

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield (key, bytes) of every object whose key begins with `prefix`, in order."""
        folder, _, rest = prefix.rpartition("/")
        after = prefix if rest else ""
        if rest and (found := self.head(prefix)):
            yield prefix, found.size
        while True:
            page = self._calls.page(folder, after)
            for entry in page:
                if not entry["path"].startswith(prefix):
                    return
                yield entry["path"], entry["size"]
            if len(page) != self._calls.most:
                return
            after = page[-1]["path"]

    def level(self, folder: str) -> tuple[list[tuple[str, int]], list[str]]:
        """Return (key, bytes) of the objects directly in `folder`, and the folders there."""
        import obstore

        client = self._calls.client
        found = self._calls.call(
            "listed", folder, lambda: obstore.list_with_delimiter(client, folder)
        )
        objects = [(entry["path"], entry["size"]) for entry in found["objects"]]
        return sorted(objects), sorted(found["common_prefixes"])

    def _fetch_pieces(self, key: str, got: GetResult, path: str) -> None:
        """Download a large object in pieces at once; all of them are of the same writing of it."""
        import obstore

        first, last = got.range
        tag = got.meta["e_tag"]
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

        def fetch(begin: int) -> None:
            options: Any = {"range": (begin, min(begin + _PIECE, last))}
            if tag:
                options["if_match"] = tag
            piece = obstore.get(self._calls.client, key, options=options).bytes()
            _write_at(file, piece, begin - first)

        try:
            each(fetch, range(first, last, _PIECE), _PIECES)
        finally:
            os.close(file)


def _content(source: Source) -> Any:
    """Return what obstore reads `source` from: bytes, or a path of its own kind."""
    if isinstance(source, bytes):
        return source
    from pathlib import Path

    return Path(source)


def _range(begin: int, end: int | None) -> Any:
    if end is not None:
        return {"range": (begin, end)}
    return {"range": {"offset": begin}} if begin else None


def _found(got: GetResult) -> Found:
    attributes = {name.lower(): value for name, value in got.attributes.items()}
    stored = attributes.get(_METADATA)
    return Found(
        got.meta["size"],
        got.meta["last_modified"].timestamp(),
        attributes.get("content-type"),
        json.loads(stored) if stored else None,
    )


def _write_at(file: int, data: Any, offset: int) -> None:
    left = memoryview(data)
    while left:
        count = os.pwrite(file, left, offset)
        left, offset = left[count:], offset + count
