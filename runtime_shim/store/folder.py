"""A store in a folder: objects are files that appear whole, by `link(2)` or `rename(2)`."""

from __future__ import annotations

import os

from runtime_shim.errors import Missing, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


TEMPORARY = ".new-"
"""How the names of files begin that are not whole yet; nothing else has such a name."""


class FolderStore:
    """A folder of this machine, or one that is mounted here."""

    def __init__(self, path: str) -> None:
        """Keep the absolute path; nothing is made before something is written."""
        self.root = os.path.abspath(path)
        self.url = f"file://{self.root}"

    def _path(self, key: str) -> str:
        return f"{self.root}/{key}"

    def read(self, key: str) -> bytes:
        """Return the object's content."""
        try:
            with open(self._path(key), "rb", buffering=0) as file:
                return file.readall()
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(key, self.url) from None
        except OSError as error:
            raise self._failure("read", key, error) from error

    def read_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """Return the content of each, None for those that do not exist."""
        return [self._read_or_none(key) for key in keys]

    def exists(self, key: str) -> bool:
        """Say whether there is such an object."""
        return os.path.exists(self._path(key))

    def create(self, key: str, data: bytes) -> bool:
        """Make the object unless it exists; `link(2)` fails where the name is taken."""
        path = self._path(key)
        try:
            temporary = self._temporary(path, data)
            try:
                os.link(temporary, path)
            finally:
                os.unlink(temporary)
        except FileExistsError:
            return False
        except OSError as error:
            raise self._failure("written", key, error) from error
        return True

    def write(self, key: str, data: bytes) -> None:
        """Make the object hold `data`."""
        path = self._path(key)
        try:
            os.replace(self._temporary(path, data), path)
        except OSError as error:
            raise self._failure("written", key, error) from error

    def delete(self, key: str) -> None:
        """Remove the object."""
        try:
            os.unlink(self._path(key))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise self._failure("removed", key, error) from error

    def children(self, folder: str, after: str = "", most: int | None = None) -> list[str]:
        """Return the names directly below `folder`, sorted; folders end with `/`."""
        try:
            with os.scandir(self._path(folder)) as entries:
                names = [
                    entry.name + "/" if entry.is_dir() else entry.name
                    for entry in entries
                    if not entry.name.startswith(TEMPORARY)
                ]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise self._failure("listed", folder, error) from error
        return sorted(name for name in names if name > after)[:most]

    def modified(self, key: str) -> float:
        """Return when the object was last written or touched."""
        try:
            return os.stat(self._path(key)).st_mtime
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(key, self.url) from None
        except OSError as error:
            raise self._failure("read", key, error) from error

    def append(self, key: str, data: bytes) -> None:
        """Append to a log."""
        path = self._path(key)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "ab", buffering=0) as file:
                file.write(data)
        except OSError as error:
            raise self._failure("written", key, error) from error

    def read_log(self, key: str, offset: int = 0) -> bytes:
        """Return a log's content from the byte `offset` on."""
        try:
            with open(self._path(key), "rb", buffering=0) as file:
                file.seek(offset)
                return file.readall()
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as error:
            raise self._failure("read", key, error) from error

    def _temporary(self, path: str, data: bytes) -> str:
        """Write `data` to a new file beside `path`, making its folder; return the file's path."""
        folder = os.path.dirname(path)
        temporary = f"{folder}/{TEMPORARY}{os.getpid():x}-{os.urandom(6).hex()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            handle = os.open(temporary, flags, 0o666)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            handle = os.open(temporary, flags, 0o666)
        try:
            _write_all(handle, data)
        except OSError:
            os.unlink(temporary)
            raise
        finally:
            os.close(handle)
        return temporary

    def _read_or_none(self, key: str) -> bytes | None:
        try:
            return self.read(key)
        except Missing:
            return None

    def _failure(self, verb: str, key: str, error: OSError) -> StoreError:
        reason = (error.strerror or str(error)).lower()
        return StoreError(f"`{key}` cannot be {verb} in {self.url}: {reason}")


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
