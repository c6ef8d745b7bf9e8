"""Finds the place that an address leads to: a bucket, or the file system."""

from __future__ import annotations

from flowc.s3.errors import MetaflowS3Exception, MetaflowS3URLException
from runtime_shim.errors import StoreError
from runtime_shim.store.open import REMOTE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    from flowc.s3.objects import Found

    Source = bytes | str
    """What is stored: bytes, or the path of a file."""

    class Place(Protocol):
        """Objects under keys. `StoreError` is raised where it cannot be read or written."""

        def head(self, key: str) -> Found | None:
            """Return what is known of an object, None if there is none."""
            ...

        def fetch(
            self, key: str, begin: int, end: int | None, path: str, *, large: bool
        ) -> tuple[Found, int, int] | None:
            """Download bytes of an object into a file; see `Bucket.fetch`."""
            ...

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
            ...

        def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
            """Yield (key, bytes) of every object whose key begins with `prefix`, in order."""
            ...

        def level(self, folder: str) -> tuple[list[tuple[str, int]], list[str]]:
            """Return (key, bytes) of the objects directly in `folder`, and the folders there."""
            ...


SCHEMES = (*REMOTE, "file")


class Places:
    """The places that were asked for, each connected to once."""

    def __init__(self, encryption: str | None = None) -> None:
        """Know of none yet; what is stored is encrypted by `encryption` if it is given."""
        self._encryption = encryption
        self._known: dict[str, Place] = {}

    def at(self, url: str) -> tuple[Place, str]:
        """Return the place of an address, and the key there."""
        base, key = split(url)
        if base not in self._known:
            self._known[base] = self._connect(base, url)
        return self._known[base], key

    def _connect(self, base: str, url: str) -> Place:
        if base == "file:///":
            from flowc.s3.folder import Folder

            return Folder("/")
        from flowc.s3.bucket import Bucket

        try:
            return Bucket(base, self._encryption)
        except StoreError as error:
            raise MetaflowS3Exception(f"{url}: {error}") from error


def is_address(text: str) -> bool:
    """Say whether `text` is a full address rather than a key."""
    return text.partition("://")[0] in SCHEMES and "://" in text


def split(url: str) -> tuple[str, str]:
    """Return the base of an address (`s3://bucket`, `file:///`) and the key below it.

    Raises MetaflowS3URLException unless it leads somewhere.
    """
    scheme, _, rest = url.partition("://")
    bucket, slash, key = rest.partition("/")
    if scheme == "file":
        bucket, key = "/", rest.lstrip("/")
    if not bucket or (scheme == "file" and not rest.startswith("/")):
        raise MetaflowS3URLException(f"`{url}` names no bucket: write s3://bucket/key")
    key = key.removesuffix("/") if slash or scheme == "file" else key
    if any(segment in {"", ".", ".."} for segment in key.split("/") if key):
        raise MetaflowS3URLException(
            f"`{url}` has an empty segment, `.` or `..` in its path, which no key may have"
        )
    return f"{scheme}://{bucket}", key


def address(base: str, key: str) -> str:
    """Return the address of a key; the inverse of `split`."""
    return f"{base}{key}" if base.endswith("/") else f"{base}/{key}"
