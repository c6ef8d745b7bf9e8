"""Objects in a folder, as `S3` needs them; beside each may lie a file with what describes it."""

from __future__ import annotations

import json
import os
import shutil

from flowc.s3.objects import Found
from runtime_shim.errors import StoreError
from runtime_shim.store.folder import FolderStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from flowc.s3.places import Source

_INFO = ".info-"
"""How the names of files begin that describe the object beside them."""


class Folder:
    """The objects below the folder `root`; keys are paths relative to it."""

    def __init__(self, root: str) -> None:
        """Keep the path; nothing is made before something is stored."""
        self._store = FolderStore(root)

    def head(self, key: str) -> Found | None:
        """Return what is known of an object, None if there is none."""
        path = self._store.path(key)
        if not os.path.isfile(path):
            return None
        status = os.stat(path)
        try:
            info = json.loads(self._store.read(_beside(key)))
        except StoreError:
            info = {}
        return Found(
            status.st_size, status.st_mtime, info.get("content_type"), info.get("metadata")
        )

    def fetch(
        self, key: str, begin: int, end: int | None, path: str, *, large: bool
    ) -> tuple[Found, int, int]:
        """Copy an object's bytes from `begin` to `end` into a file; see `Bucket.fetch`."""
        found = self.head(key)
        if found is None:
            raise self._store.failure("read", key, FileNotFoundError())
        last = found.size if end is None else min(end, found.size)
        if begin and begin >= found.size:
            raise StoreError(f"416 Range Not Satisfiable: it has {found.size} bytes")
        if not begin and last == found.size:
            shutil.copyfile(self._store.path(key), path)
        else:
            with open(self._store.path(key), "rb") as source, open(path, "wb") as file:
                source.seek(begin)
                file.write(source.read(last - begin))
        return found, begin, last

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
        if not overwrite and self._store.exists(key):
            return False
        info = {"content_type": content_type, "metadata": metadata and dict(metadata)}
        if content_type or metadata:
            self._store.write(_beside(key), json.dumps(info).encode())
        else:
            self._store.delete(_beside(key))
        if isinstance(source, bytes):
            self._store.write(key, source)
        else:
            self._copy(source, key)
        return True

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield (key, bytes) of every object whose key begins with `prefix`, in order."""
        folder = prefix.rpartition("/")[0]
        for key, size, _ in sorted(self._store.walk(folder)):
            if key.startswith(prefix) and not _is_info(key):
                yield key, size

    def level(self, folder: str) -> tuple[list[tuple[str, int]], list[str]]:
        """Return (key, bytes) of the objects directly in `folder`, and the folders there."""
        names = [name for name in self._store.children(folder) if not _is_info(name)]
        paths = [f"{folder}/{name}" if folder else name for name in names]
        objects = [path for path in paths if not path.endswith("/")]
        return (
            [(key, os.path.getsize(self._store.path(key))) for key in objects],
            [path.rstrip("/") for path in paths if path.endswith("/")],
        )

    def _copy(self, source: str, key: str) -> None:
        file, temporary = self._store.temporary(key.rpartition("/")[0])
        os.close(file)
        try:
            shutil.copyfile(source, temporary)
            self._store.rename(temporary, key)
        except OSError:
            self._store.remove(temporary)
            raise


def _beside(key: str) -> str:
    folder, slash, name = key.rpartition("/")
    return f"{folder}{slash}{_INFO}{name}"


def _is_info(key: str) -> bool:
    return key.rpartition("/")[2].startswith(_INFO)
