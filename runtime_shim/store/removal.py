"""Removes from a folder what nobody needs, while others may be writing it again."""

from __future__ import annotations

import os

from runtime_shim.store.folder import TEMPORARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime_shim.store.folder import FolderStore


def remove_stale(store: FolderStore, keys: Sequence[str], before: float) -> list[str]:
    """Remove the blobs that were not written or touched since `before`; return which.

    A blob is renamed first, and its time is looked at then. Whoever wants to store it again
    touched it before that, and it gets its name back; or finds no such name, and writes it.
    """
    return [key for key in keys if _remove(store, key, before)]


def _remove(store: FolderStore, key: str, before: float) -> bool:
    path = store.path(key)
    try:
        if os.stat(path).st_mtime >= before:
            return False
        moved = f"{os.path.dirname(path)}/{TEMPORARY}{os.urandom(8).hex()}"
        os.rename(path, moved)
        is_wanted = os.stat(moved).st_mtime >= before
        if is_wanted:
            _put_back(moved, path)
        os.unlink(moved)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise store.failure("removed", key, error) from error
    return not is_wanted


def _put_back(moved: str, path: str) -> None:
    try:
        os.link(moved, path)
    except FileExistsError:
        return


def prune(store: FolderStore, folder: str) -> None:
    """Remove `folder` and the folders in it that hold nothing, not even what is being written."""
    for path, _, _ in os.walk(store.path(folder), topdown=False):
        try:
            os.rmdir(path)
        except OSError:
            continue
