"""What is asked of `S3`, and what it answers: objects, with or without their content."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NamedTuple

    class RangeInfo(NamedTuple):
        """Which bytes of an object were downloaded."""

        total_size: int
        request_offset: int
        request_length: int

    class S3GetObject(NamedTuple):
        """Some bytes of an object: `length` from `offset` on; to its end if `length` is None."""

        key: str
        offset: int
        length: int | None

    class S3PutObject(NamedTuple):
        """An object to store, from `value` or the file at `path`, with what describes it."""

        key: str
        value: Any = None
        path: str | None = None
        content_type: str | None = None
        encryption: str | None = None
        metadata: Mapping[str, Any] | None = None
else:
    # typing costs more at import than all of this.
    RangeInfo = namedtuple("RangeInfo", "total_size request_offset request_length")
    S3GetObject = namedtuple("S3GetObject", "key offset length")
    S3PutObject = namedtuple(
        "S3PutObject", "key value path content_type encryption metadata", defaults=(None,) * 5
    )


class Found:
    """What a place knows of an object; `content_type` and `metadata` are None if it has none."""

    __slots__ = ("content_type", "metadata", "modified", "size")

    def __init__(
        self,
        size: int,
        modified: float,
        content_type: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """Keep what is known; `modified` is in seconds since 1970."""
        self.size = size
        self.modified = modified
        self.content_type = content_type
        self.metadata = metadata


class S3Object:
    """An object, or a folder of them (`exists` is False), or one that is missing."""

    def __init__(
        self,
        prefix: str | None,
        url: str,
        *,
        path: str | None = None,
        size: int | None = None,
        found: Found | None = None,
        part: RangeInfo | None = None,
    ) -> None:
        """Describe what is at `url`, which was asked for relative to `prefix`.

        `path` is the file that it was downloaded to, `found` what its place says of it.
        """
        self._prefix = prefix
        self._url = url
        self._path = path
        self._size = size
        self._found = found
        self._part = part

    @property
    def exists(self) -> bool:
        """Say whether there is such an object."""
        return self._size is not None

    @property
    def downloaded(self) -> bool:
        """Say whether its content is here."""
        return self._path is not None

    @property
    def url(self) -> str:
        """Return the full address."""
        return self._url

    @property
    def prefix(self) -> str | None:
        """Return the address that it was asked for relative to; None for a full one."""
        return self._prefix

    @property
    def key(self) -> str:
        """Return the address relative to `prefix`, the full one if there is none."""
        return self._url if self._prefix is None else self._url[len(self._prefix) :].strip("/")

    @property
    def path(self) -> str | None:
        """Return the file that holds the content until the client is closed."""
        return self._path

    @property
    def blob(self) -> bytes | None:
        """Return the content."""
        if self._path is None:
            return None
        with open(self._path, "rb") as file:
            return file.read()

    @property
    def text(self) -> str | None:
        """Return the content as text, from UTF-8."""
        data = self.blob
        return None if data is None else data.decode("utf-8", "replace")

    @property
    def size(self) -> int | None:
        """Return how many bytes it has, or how many were downloaded of it."""
        return self._size

    @property
    def has_info(self) -> bool:
        """Say whether more is known than its size."""
        return self._found is not None

    @property
    def metadata(self) -> dict[str, Any] | None:
        """Return what it was stored with as `metadata`."""
        return self._found.metadata if self._found else None

    @property
    def content_type(self) -> str | None:
        """Return the type of its content, as its place has it."""
        return self._found.content_type if self._found else None

    @property
    def encryption(self) -> str | None:
        """Return None: how an object is encrypted is the bucket's matter."""
        return None

    @property
    def range_info(self) -> RangeInfo | None:
        """Return which of its bytes were downloaded."""
        return self._part

    @property
    def last_modified(self) -> float | None:
        """Return when it was written, in seconds since 1970."""
        return self._found.modified if self._found else None

    def __str__(self) -> str:
        if self._path is not None:
            return f"<S3Object {self._url} ({self._size} bytes, local)>"
        if self._size is not None:
            return f"<S3Object {self._url} ({self._size} bytes, in the store)>"
        return f"<S3Object {self._url} (object does not exist)>"

    __repr__ = __str__
