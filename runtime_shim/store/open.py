"""Opens the store that a URL names; what only object stores need is imported for them alone."""

from __future__ import annotations

from runtime_shim.errors import StoreError
from runtime_shim.store.folder import FolderStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime_shim.store.base import Store

REMOTE = ("s3", "gs", "az")


def open_store(url: str, *, tries: int = 10, seconds: float = 120) -> Store:
    """Return the store at `url`: `file:///path` or a path, `s3://`, `gs://`, `az://`.

    Nothing is read or written yet. A remote one that does not answer is tried `tries` times, and
    given up after about `seconds`. Raises StoreError for any other scheme, or if what an object
    store needs is not installed.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return FolderStore(url)
    if scheme == "file":
        return FolderStore(rest)
    if scheme in REMOTE:
        from runtime_shim.store.remote import RemoteStore

        return RemoteStore(url, tries=tries, seconds=seconds)
    known = ", ".join(f"{name}://" for name in ("file", *REMOTE))
    raise StoreError(f"`{url}` names no store: it begins with {known}, or is a folder")
