"""A store in a folder: objects are files that appear whole, by `link(2)` or `rename(2)`.

Why no interleaving of writers, and no kill at any instruction, loses or tears an object:

- Content is only ever written to a temporary file, `.new-…`. Its name is random and it is opened
  with O_EXCL, so that it has one writer; and no reader, because every listing passes over it.
- The file gets its key's name when it is complete, by one system call that the kernel does whole
  or not at all. Before it the key is as it was; after it the key is the whole new object; and no
  file that has a key's name is ever written to again. So a reader, who opens a name once, sees
  one whole object, also while the name is given to another.
- `create` uses link(2), which fails if the name is taken. Of any number of writers exactly one
  succeeds, and what it made is not replaced by another `create`. `write` uses rename(2): of
  several writers the last to rename wins, whole.
- Blobs are named by their content's digest, so that two writers of one name write the same bytes,
  and it does not matter which file the name is of in the end. The name is taken by rename(2),
  unless it is there with the right size: then it is touched, so that whoever deletes blobs that
  have not been used for long sees that it is in use again.
- A writer that is killed leaves at most temporary files and empty folders. Nothing reads them, no
  later writer meets their names, and `leftovers` lists them to be deleted.
- Logs are the exception: they are appended to, by one process, and what was appended stays.

Nothing is flushed to the disk (fsync): what a killed process has written is the kernel's already,
so nothing is lost by kills. A power cut can lose what was written in the last seconds, or leave
files of the right name with the wrong content: records do not parse then, and blobs do not have
their digest. Loads check the size of every blob, and the digest of those of one chunk; larger ones
are mapped, not read, and their digest is what `verify` checks.
"""

from __future__ import annotations

import errno
import os

from runtime_shim.errors import Missing, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, BinaryIO, TypeVar

    from runtime_shim.store.sink import FolderSink

    Found = TypeVar("Found")

TEMPORARY = ".new-"
"""How the names of files begin that are not whole yet; nothing else has such a name."""

GONE = (FileNotFoundError, NotADirectoryError)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.ESTALE: "the folder is not mounted any more",
}
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
# Reading is a matter of microseconds; of milliseconds where the folder is a network's.
_FEW, _SLOW = 8, 0.001
_READERS = 16
_TRIES = 5


class FolderStore:
    """A folder of this machine, or one that is mounted here."""

    def __init__(self, path: str) -> None:
        """Keep the absolute path; nothing is made before something is written."""
        self.root = os.path.abspath(path)
        self.url = f"file://{self.root}"
        # Once there, the folder is never made again: what is missing then was taken away.
        self._there = False

    def path(self, key: str) -> str:
        """Return the path of an object's file."""
        return f"{self.root}/{key}"

    def read(self, key: str) -> bytes:
        """Return the object's content."""
        try:
            with open(self.path(key), "rb", buffering=0) as file:
                data = file.readall()
        except OSError as error:
            raise self.failure("read", key, error) from error
        self._there = True
        return data

    def read_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """Return the content of each, None for those that do not exist.

        In threads if the first few take long, which they do where the folder is a network's.
        """
        if len(keys) <= _FEW:
            return [self._read_or_none(key) for key in keys]
        import time

        begin = time.perf_counter()
        found = [self._read_or_none(key) for key in keys[:_FEW]]
        if time.perf_counter() - begin < _FEW * _SLOW:
            return found + [self._read_or_none(key) for key in keys[_FEW:]]
        from runtime_shim.store.workers import each

        return found + each(self._read_or_none, keys[_FEW:], _READERS)

    def exists(self, key: str) -> bool:
        """Say whether there is such an object."""
        try:
            self._stat(key)
        except Missing:
            return False
        return True

    def create(self, key: str, data: bytes) -> bool:
        """Make the object unless it exists; `link(2)` fails where the name is taken."""
        temporary = self._write_temporary(key, data)
        try:
            os.link(temporary, self.path(key))
        except FileExistsError:
            # Over NFS an answer can be lost and the call be made again: then the name is ours.
            return _has_two_names(temporary)
        except OSError as error:
            raise self._failure_of_link(key, error) from error
        finally:
            self.remove(temporary)
        return True

    def write(self, key: str, data: bytes) -> None:
        """Make the object hold `data`."""
        temporary = self._write_temporary(key, data)
        try:
            os.replace(temporary, self.path(key))
        except OSError as error:
            self.remove(temporary)
            raise self.failure("written", key, error) from error

    def delete(self, key: str) -> None:
        """Remove the object."""
        try:
            os.unlink(self.path(key))
        except GONE:
            return
        except OSError as error:
            raise self.failure("removed", key, error) from error

    def delete_many(self, keys: Sequence[str]) -> None:
        """Remove objects."""
        for key in keys:
            self.delete(key)

    def children(self, folder: str, after: str = "", most: int | None = None) -> list[str]:
        """Return the names directly below `folder`, sorted; folders end with `/`."""
        names = (
            entry.name + "/" if entry.is_dir() else entry.name
            for entry in self._scan(folder)
            if not entry.name.startswith(TEMPORARY)
        )
        return sorted(name for name in names if name > after)[:most]

    def modified(self, key: str) -> float:
        """Return when the object was last written or touched."""
        return self._stat(key).st_mtime

    def append(self, key: str, data: bytes) -> None:
        """Append to a log."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        try:
            file = self._open_new(key, flags)
            try:
                _write_all(file, data)
            finally:
                os.close(file)
        except OSError as error:
            raise self.failure("written", key, error) from error

    def read_log(self, key: str, offset: int = 0) -> bytes:
        """Return a log's content from the byte `offset` on."""
        try:
            with open(self.path(key), "rb", buffering=0) as file:
                file.seek(offset)
                return file.readall()
        except OSError as error:
            failure = self.failure("read", key, error)
            if isinstance(failure, Missing):
                return b""
            raise failure from error

    def sink(self, folder: str) -> FolderSink:
        """Return a sink for one blob below `folder`."""
        from runtime_shim.store.sink import FolderSink

        return FolderSink(self, folder)

    def parts(self, folder: str, blob: dict[str, Any], first: int = 0) -> list[memoryview]:
        """Return the parts of a blob from `first` on: mapped, copied where they are written to."""
        from runtime_shim.store import blobs

        return blobs.parts(self, folder, blob, first)

    def content(self, folder: str, blob: dict[str, Any]) -> bytes:
        """Return the content of a blob of one part."""
        from runtime_shim.store import blobs

        return blobs.content(self, folder, blob)

    def stream(self, folder: str, blob: dict[str, Any]) -> BinaryIO:
        """Return the first part of a blob as a file."""
        from runtime_shim.store import blobs

        return blobs.stream(self, folder, blob)

    def verify(self, folder: str, blob: dict[str, Any]) -> None:
        """Read the whole blob and compare its digest."""
        from runtime_shim.store import blobs

        blobs.verify(self, folder, blob)

    def walk(self, folder: str) -> Iterator[tuple[str, int, float]]:
        """Yield (key, bytes, modified) of every object below `folder`, in no order."""
        return (found for found in self._walk(folder) if not _is_temporary(found[0]))

    def leftovers(self, folder: str) -> Iterator[tuple[str, int, float]]:
        """Yield, as `walk` does, the temporary files below `folder`, those of live writers too."""
        return (found for found in self._walk(folder) if _is_temporary(found[0]))

    def blob_keys(self, folder: str, blob: dict[str, Any]) -> list[str]:
        """Return the key of a blob's file."""
        from runtime_shim.store.chunks import blob_key

        return [blob_key(folder, blob["blob"])]

    def remove_stale(self, folder: str, keys: Sequence[str], before: float) -> list[str]:  # noqa: ARG002
        """Remove the blobs that were not written or touched since `before`; return which."""
        from runtime_shim.store import removal

        return removal.remove_stale(self, keys, before)

    def prune(self, folder: str) -> None:
        """Remove the folders in `folder`, and itself, that hold nothing."""
        from runtime_shim.store import removal

        removal.prune(self, folder)

    def temporary(self, folder: str) -> tuple[int, str]:
        """Open a new temporary file below `folder`; return its descriptor and its path."""
        key = f"{folder}/{TEMPORARY}{os.getpid():x}-{os.urandom(8).hex()}".lstrip("/")
        return self._open_new(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL), self.path(key)

    def rename(self, temporary: str, key: str) -> None:
        """Give a temporary file its name, in place of what has it; raises OSError."""
        self._in_folder_of(key, lambda: os.replace(temporary, self.path(key)))

    def touch(self, key: str, size: int) -> bool:
        """Say whether the object is there with `size` bytes; if so it counts as written now."""
        path = self.path(key)
        try:
            if os.stat(path).st_size != size:
                return False
            os.utime(path)
        except (FileNotFoundError, PermissionError):
            # What is another user's is replaced by the same.
            return False
        return True

    def remove(self, temporary: str) -> None:
        """Remove a temporary file; if that fails it is harmless."""
        try:
            os.unlink(temporary)
        except OSError:
            return

    def failure(self, verb: str, key: str, error: OSError) -> StoreError:
        """Return what to raise because `key` cannot be `verb` (read, written …)."""
        if isinstance(error, GONE):
            if self._there and not os.path.isdir(self.root):
                return StoreError(f"`{key}` cannot be {verb}: the folder {self.root} is gone")
            if verb == "read":
                return Missing(key, self.url)
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        return StoreError(f"`{key}` cannot be {verb} in {self.url}: {reason}")

    def _failure_of_link(self, key: str, error: OSError) -> StoreError:
        if error.errno not in _NO_LINKS:
            return self.failure("written", key, error)
        return StoreError(
            f"`{key}` cannot be written in {self.url}: its file system has no hard links, which"
            " keep two tasks from overwriting each other's result"
        )

    def _read_or_none(self, key: str) -> bytes | None:
        try:
            return self.read(key)
        except Missing:
            return None

    def _stat(self, key: str) -> os.stat_result:
        try:
            return os.stat(self.path(key))
        except OSError as error:
            raise self.failure("read", key, error) from error

    def _scan(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.path(folder)) as entries:
                self._there = True
                yield from entries
        except OSError as error:
            failure = self.failure("read", folder, error)
            if not isinstance(failure, Missing):
                raise failure from error

    def _walk(self, folder: str) -> Iterator[tuple[str, int, float]]:
        folders = [folder]
        while folders:
            folder = folders.pop()
            for entry in self._scan(folder):
                key = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir():
                    folders.append(key)
                    continue
                try:
                    status = entry.stat()
                except FileNotFoundError:
                    continue
                yield key, status.st_size, status.st_mtime

    def _write_temporary(self, key: str, data: bytes) -> str:
        """Write `data` to a new file beside that of `key`; return its path."""
        temporary = ""
        try:
            file, temporary = self.temporary(key.rpartition("/")[0])
            try:
                _write_all(file, data)
            finally:
                os.close(file)
        except OSError as error:
            self.remove(temporary)
            raise self.failure("written", key, error) from error
        return temporary

    def _open_new(self, key: str, flags: int) -> int:
        return self._in_folder_of(key, lambda: os.open(self.path(key), flags, 0o666))

    def _in_folder_of(self, key: str, action: Callable[[], Found]) -> Found:
        """Make the folder of `key` if `action` needs it; again if others remove it while empty."""
        for _ in range(_TRIES):
            try:
                return action()
            except FileNotFoundError:
                self._make_folder_of(key)
        return action()

    def _make_folder_of(self, key: str) -> None:
        if not self._there:
            os.makedirs(self.root, exist_ok=True)
            self._there = True
        # Upward to a folder that is there, which most often is the next one; never the root, so
        # that one that was taken away is not made again.
        missing = [folder] if (folder := key.rpartition("/")[0]) else []
        while missing:
            try:
                os.mkdir(self.path(missing[-1]))
            except FileExistsError:
                pass
            except FileNotFoundError:
                above = missing[-1].rpartition("/")[0]
                if not above:
                    raise
                missing.append(above)
                continue
            missing.pop()


def _is_temporary(key: str) -> bool:
    return key.rpartition("/")[2].startswith(TEMPORARY)


def _has_two_names(path: str) -> bool:
    try:
        return os.stat(path).st_nlink > 1
    except OSError:
        return False


def _write_all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]
