"""Moves objects between a place and this machine, many of them, or pieces of one, at once."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from itertools import count

from flowc.s3.errors import MetaflowS3NotFound, named
from flowc.s3.objects import RangeInfo, S3Object
from flowc.s3.places import address, split
from runtime_shim.store.workers import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from flowc.s3.objects import S3PutObject
    from flowc.s3.places import Places, Source

_MANY = 64
# Larger files are moved in pieces, several at once, and one file after another.
_LARGE = 8 << 20
_UNSAFE = re.compile(r"[^\w.+-]")


class Wanted:
    """An address and what it was asked for relative to; some bytes of it, or all."""

    def __init__(
        self,
        places: Places,
        url: str,
        prefix: str | None,
        begin: int = 0,
        end: int | None = None,
    ) -> None:
        """Find the place; raises MetaflowS3URLException if the address leads nowhere."""
        self.place, self.key = places.at(url)
        self.key += "/" * (url.endswith("/") and bool(self.key))
        self.url = url
        self.prefix = prefix
        self.begin = begin
        self.end = end

    def below(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield (address, bytes) of every object of the place whose key begins with `prefix`."""
        base = split(self.url)[0]
        with named(self.url):
            for key, size in self.place.keys(prefix.lstrip("/")):
                yield address(base, key), size


class Upload:
    """What is to be stored where: bytes, or the file at a path."""

    def __init__(self, places: Places, url: str, item: S3PutObject, source: Source) -> None:
        """Find the place."""
        self.place, self.key = places.at(url)
        self.url = url
        self.item = item
        self.source = source

    @property
    def is_large(self) -> bool:
        """Say whether it is moved in pieces."""
        source = self.source
        size = len(source) if isinstance(source, bytes) else os.path.getsize(source)
        return size > _LARGE


class Downloads:
    """A temporary folder that downloads go to, made when the first comes."""

    def __init__(self, root: str | None) -> None:
        """Make folders below `root`, by default where this machine keeps temporary files."""
        self._root = root
        self._folder = ""
        self._numbers = count()
        self._removal: Any = None

    def fetch(
        self, wanted: Sequence[Wanted], return_missing: bool, return_info: bool
    ) -> list[S3Object]:
        """Download what is wanted, in its order; raises MetaflowS3NotFound for what is missing."""
        self._make()

        def small(item: Wanted) -> S3Object | None:
            return self._fetch(item, return_missing, return_info, large=False)

        found = each(small, wanted, _MANY)
        # Their pieces take the threads and the memory that many small ones took before.
        return [
            known or self._fetch(item, return_missing, return_info, large=True) or _missing(item)
            for item, known in zip(wanted, found, strict=True)
        ]

    def remove(self) -> None:
        """Remove the folder with all that was downloaded."""
        if self._folder:
            self._folder = ""
            self._removal()

    def _make(self) -> None:
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="flowc-s3-", dir=self._root)
            self._removal = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def _fetch(
        self, item: Wanted, return_missing: bool, return_info: bool, *, large: bool
    ) -> S3Object | None:
        # The end of the key is kept, because some readers tell a file's format by it.
        name = _UNSAFE.sub("_", item.key.rpartition("/")[2])[-80:]
        path = f"{self._folder}/{next(self._numbers)}-{name}"
        try:
            with named(item.url):
                got = item.place.fetch(item.key, item.begin, item.end, path, large=large)
        except MetaflowS3NotFound:
            if not return_missing:
                raise
            return _missing(item)
        if got is None:
            return None
        found, first, last = got
        return S3Object(
            item.prefix,
            item.url,
            path=path,
            size=last - first,
            found=found if return_info else None,
            part=RangeInfo(found.size, first, last - first) if return_info else None,
        )


def upload(given: Sequence[Upload], overwrite: bool) -> list[tuple[str, str]]:
    """Store what is given; return (key, address) of each that was stored, in its order."""

    def put(item: Upload) -> bool:
        with named(item.url):
            return item.place.put(
                item.key,
                item.source,
                item.item.content_type,
                item.item.metadata,
                overwrite=overwrite,
            )

    small = [item for item in given if not item.is_large]
    large = [item for item in given if item.is_large]
    stored = [item for item, done in zip(small, each(put, small, _MANY), strict=True) if done]
    stored += [item for item in large if put(item)]
    done = set(map(id, stored))
    return [(item.item.key, item.url) for item in given if id(item) in done]


def _missing(item: Wanted) -> S3Object:
    return S3Object(item.prefix, item.url)
