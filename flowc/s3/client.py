"""`S3`: get and put objects beside artifacts, in a bucket or a folder, many at a time."""

from __future__ import annotations

import os
from io import BufferedIOBase, RawIOBase

from flowc.current import current
from flowc.exception import MetaflowException
from flowc.s3.errors import (
    MetaflowS3InvalidObject,
    MetaflowS3InvalidRange,
    MetaflowS3NotFound,
    MetaflowS3URLException,
    named,
)
from flowc.s3.objects import S3GetObject, S3Object, S3PutObject
from flowc.s3.places import Places, address, is_address, split
from flowc.s3.roots import root_of
from flowc.s3.transfers import Downloads, Upload, Wanted, upload
from runtime_shim.store.workers import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    Key = str | S3GetObject

_MANY = 64


class S3:
    """Objects in a bucket, or in a folder, under keys relative to one address.

        with S3(run=self) as s3:            # a folder of this run's, in the flow's own store
            url = s3.put("model", data)
        with S3(s3root="s3://bucket/x") as s3:
            rows = s3.get("rows.csv").text
        with S3() as s3:                    # full addresses only
            found = s3.get_many(["s3://bucket/a", "s3://bucket/b"])

    Downloads are files in a temporary folder, which `close`, and the end of a `with`, remove.
    """

    def __init__(
        self,
        tmproot: str | None = None,
        bucket: str | None = None,
        prefix: str | None = None,
        run: Any = None,
        s3root: str | None = None,
        encryption: str | None = None,
        **others: Any,
    ) -> None:
        """See `flowc.s3.roots.root_of` for the address; downloads go below `tmproot`."""
        if others:
            raise MetaflowException(
                f"`S3` takes no `{next(iter(others))}` here: credentials and endpoints are the "
                "environment's (AWS_PROFILE, AWS_ENDPOINT_URL …)"
            )
        self._root = root_of(run, s3root, bucket, prefix)
        if self._root is not None:
            split(self._root)
        self._places = Places(encryption)
        self._downloads = Downloads(tmproot or current.get("tempdir"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was downloaded."""
        self._downloads.remove()

    def get(
        self, key: Key | None = None, return_missing: bool = False, return_info: bool = True
    ) -> S3Object:
        """Download one object; raises MetaflowS3NotFound unless `return_missing`."""
        wanted = [self._wanted("" if key is None else key)]
        return self._downloads.fetch(wanted, return_missing, return_info)[0]

    def get_many(
        self, keys: Iterable[Key], return_missing: bool = False, return_info: bool = True
    ) -> list[S3Object]:
        """Download many objects at once, in the order of `keys`."""
        wanted = [self._wanted(key) for key in _listed(keys)]
        return self._downloads.fetch(wanted, return_missing, return_info)

    def get_recursive(self, keys: Iterable[str], return_info: bool = False) -> list[S3Object]:
        """Download everything whose address begins with one of `keys`."""
        return self._get_below([self._url(key) for key in _listed(keys)], return_info)

    def get_all(self, return_info: bool = False) -> list[S3Object]:
        """Download everything below the client's address."""
        if self._root is None:
            raise MetaflowS3URLException("`get_all` needs a client with `run` or `s3root`")
        return self._get_below([self._root], return_info)

    def info(self, key: str | None = None, return_missing: bool = False) -> S3Object:
        """Say what is known of one object; raises MetaflowS3NotFound unless `return_missing`."""
        return self.info_many(["" if key is None else key], return_missing)[0]

    def info_many(self, keys: Iterable[str], return_missing: bool = False) -> list[S3Object]:
        """Say what is known of many objects, in the order of `keys`, without downloading them."""

        def look(wanted: Wanted) -> S3Object:
            with named(wanted.url):
                found = wanted.place.head(wanted.key)
            if found is None and not return_missing:
                raise MetaflowS3NotFound(wanted.url)
            size = None if found is None else found.size
            return S3Object(wanted.prefix, wanted.url, size=size, found=found)

        return each(look, [self._wanted(key) for key in _listed(keys)], _MANY)

    def list_paths(self, keys: Iterable[str] | None = None) -> list[S3Object]:
        """List what is directly below each of `keys`: objects, and folders (`exists` is False)."""

        def look(wanted: Wanted) -> list[S3Object]:
            with named(wanted.url):
                objects, folders = wanted.place.level(wanted.key.rstrip("/"))
            prefix = f"{wanted.url.rstrip('/')}/"
            base = split(wanted.url)[0]
            return [
                *(S3Object(prefix, address(base, key), size=size) for key, size in objects),
                *(S3Object(prefix, f"{address(base, key)}/") for key in folders),
            ]

        return self._listing(look, keys)

    def list_recursive(self, keys: Iterable[str] | None = None) -> list[S3Object]:
        """List every object below each of `keys`."""

        def look(wanted: Wanted) -> list[S3Object]:
            key = f"{wanted.key.rstrip('/')}/"
            return [S3Object(wanted.url, url, size=size) for url, size in wanted.below(key)]

        return self._listing(look, keys)

    def put(
        self,
        key: str | S3PutObject,
        obj: Any = None,
        overwrite: bool = True,
        content_type: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> str:
        """Store text, bytes or what a binary file holds, and return the address.

        Without `overwrite` an object that exists stays as it is.
        """
        if isinstance(key, str):
            key = S3PutObject(key, obj, content_type=content_type, metadata=metadata)
        given = self._given(key)
        upload([given], overwrite)
        return given.url

    def put_many(
        self, key_objs: Iterable[tuple[str, Any] | S3PutObject], overwrite: bool = True
    ) -> list[tuple[str, str]]:
        """Store many at once; return (key, address) of each that was stored."""
        given = [
            self._given(item if isinstance(item, S3PutObject) else S3PutObject(*item))
            for item in key_objs
        ]
        return upload(given, overwrite)

    def put_files(
        self, key_paths: Iterable[tuple[str, str] | S3PutObject], overwrite: bool = True
    ) -> list[tuple[str, str]]:
        """Store many files of this machine at once; return (key, address) of each that was."""
        given = [
            self._given_file(item if isinstance(item, S3PutObject) else _of_path(*item))
            for item in key_paths
        ]
        return upload(given, overwrite)

    def _get_below(self, urls: list[str], return_info: bool) -> list[S3Object]:
        # The client's own address is a folder; others are where addresses begin.
        starts = [
            Wanted(self._places, f"{url}/" if url == self._root else url, url) for url in urls
        ]
        found = each(lambda start: list(start.below(start.key)), starts, _MANY)
        wanted = [
            Wanted(self._places, url, start.prefix)
            for start, below in zip(starts, found, strict=True)
            for url, _ in below
        ]
        return self._downloads.fetch(wanted, False, return_info)

    def _listing(self, look: Any, keys: Iterable[str] | None) -> list[S3Object]:
        asked = [""] if keys is None else _listed(keys)
        starts = [Wanted(self._places, self._url(key), None) for key in asked]
        return [found for level in each(look, starts, _MANY) for found in level]

    def _wanted(self, key: Key) -> Wanted:
        if isinstance(key, str):
            return Wanted(self._places, self._url(key), self._root)
        if not isinstance(key, S3GetObject):
            raise MetaflowS3URLException(f"{key!r} is no key: a key is a text or an S3GetObject")
        url = self._url(key.key)
        if key.offset < 0 or (key.length is not None and key.length < 1):
            raise MetaflowS3InvalidRange(f"{url}: {key.length} bytes from {key.offset} are none")
        end = None if key.length is None else key.offset + key.length
        return Wanted(self._places, url, self._root, key.offset, end)

    def _url(self, key: str) -> str:
        """Return the address of a key; raises MetaflowS3URLException if it has none here."""
        if not isinstance(key, str):
            raise MetaflowS3URLException(f"{key!r} is no key: a key is a text")
        if self._root is None:
            if not is_address(key):
                raise MetaflowS3URLException(
                    f"{key!r} is no full address: write s3://bucket/key, or give `S3` a `run` or "
                    "an `s3root` that keys are relative to"
                )
            return key
        if is_address(key):
            raise MetaflowS3URLException(
                f"`{key}` is a full address, and this client's keys are relative to {self._root}"
            )
        relative = key.lstrip("/")
        return f"{self._root}/{relative}" if relative else self._root

    def _given(self, item: S3PutObject) -> Upload:
        return self._upload(item, _bytes(item.key, item.value))

    def _given_file(self, item: S3PutObject) -> Upload:
        if item.path is None or not os.path.isfile(item.path):
            raise MetaflowS3NotFound(f"there is no local file `{item.path}`")
        return self._upload(item, str(item.path))

    def _upload(self, item: S3PutObject, source: bytes | str) -> Upload:
        url = self._url(item.key)
        if url.endswith("/") or url == self._root or not split(url)[1]:
            raise MetaflowS3URLException(f"`{url}` is the address of a folder, not of an object")
        return Upload(self._places, url, item, source)


def _of_path(key: str, path: str) -> S3PutObject:
    return S3PutObject(key, path=path)


def _listed(keys: Any) -> list[Any]:
    # The mistake is common, and a text is a list of letters.
    if isinstance(keys, str):
        raise MetaflowS3URLException(f"{keys!r} is one key: give a list of keys")
    return list(keys)


def _bytes(key: str, value: Any) -> bytes:
    if isinstance(value, RawIOBase | BufferedIOBase):
        value = value.read()
    if isinstance(value, str):
        return value.encode()
    if not isinstance(value, bytes):
        raise MetaflowS3InvalidObject(
            f"what is to be stored as `{key}` is of type {type(value).__name__}: it has to be "
            "text, bytes or a file that is open for reading bytes"
        )
    return value
