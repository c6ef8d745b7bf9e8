"""Removes blobs from a bucket that nobody needs, while others may be storing them again.

A bucket cannot remove an object on the condition that it was not written in the meantime. So who
removes says so by an object `<folder>/removing/<name>`, its notice; and who stores a blob that is
there, and so old that it may be about to be removed, looks for notices:

    removing                                storing (of a blob that is old)
    1  put a notice                         1  put the blob
    2  look at the blobs' times             2  wait until there is no notice
    3  remove those that are old            3  look whether the blob is there; if not, again from 1
    4  remove the notice

If the blob is put before the other's 2, it is new there, and stays. If it is put after that, the
notice was there before, and is seen in 2 unless it is gone already: in both cases 3 comes after
the other's removal, and finds out. A notice counts for `EXPIRY` seconds, so that one whose writer
was killed holds nobody up for long; who removes begins anew if it took half of that. A removal is
one request that is never sent twice.
"""

from __future__ import annotations

import os
import time

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store.workers import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runtime_shim.store.chunks import Piece
    from runtime_shim.store.remote_calls import Calls

STALE = 12 * 3600
"""Seconds after which a blob that is stored again is sent again, so that it counts as new."""

EXPIRY = 600
_LOOKS = 64
_TRIES = 5
_PAUSE = 0.5


def notices_key(folder: str) -> str:
    """Return the folder of the notices of who removes blobs below `folder`."""
    return f"{folder}/removing"


def store_blob(calls: Calls, folder: str, key: str, content: Callable[[], Piece]) -> None:
    """Store an object below `folder` that is named by its content, unless it is there and new."""
    written = _modified(calls, key)
    if written is None:
        calls.put(key, content())
        return
    if time.time() - written <= STALE:
        return
    data = content()
    while True:
        calls.put(key, data)
        ours = _modified(calls, key) or time.time()
        while _is_noticed(calls, folder, ours):
            time.sleep(_PAUSE)
        if calls.exists(key):
            return


def remove_stale(calls: Calls, folder: str, keys: Sequence[str], before: float) -> list[str]:
    """Remove the blobs that were not written since `before`; return the keys of those."""
    found: list[str] = []
    for begin in range(0, len(keys), calls.most):
        found += _remove(calls, folder, keys[begin : begin + calls.most], before)
    return found


def _remove(calls: Calls, folder: str, keys: Sequence[str], before: float) -> list[str]:
    """Remove some blobs, each time under a notice of its own; return the keys of those."""
    tried: set[str] = set()
    for _ in range(_TRIES):
        notice = f"{notices_key(folder)}/{os.urandom(8).hex()}"
        calls.put(notice, b"")
        try:
            begin = time.monotonic()
            times = dict(
                zip(keys, each(lambda key: _modified(calls, key), keys, _LOOKS), strict=True)
            )
            gone = [key for key in tried if times[key] is None]
            stale = [
                key for key, written in times.items() if written is not None and written < before
            ]
            if time.monotonic() - begin > EXPIRY / 2:
                continue
            if not stale or _delete_once(calls, stale):
                return gone + stale
            tried.update(stale)
        finally:
            calls.delete([notice])
    raise StoreError(f"blobs below `{folder}` cannot be removed in {calls.url}: tried many times")


def _delete_once(calls: Calls, keys: Sequence[str]) -> bool:
    """Send one request that removes `keys`; say whether it was answered."""
    import obstore
    from obstore.exceptions import BaseError

    calls.check_process()
    try:
        obstore.delete(calls.once(), list(keys))
    except FileNotFoundError:
        return True
    except BaseError:
        return False
    return True


def _is_noticed(calls: Calls, folder: str, now: float) -> bool:
    """Say whether somebody removes blobs; `now` is the server's time, about."""
    notices = calls.page(notices_key(folder), "")
    return any(notice["last_modified"].timestamp() > now - EXPIRY for notice in notices)


def _modified(calls: Calls, key: str) -> float | None:
    try:
        return calls.head(key)["last_modified"].timestamp()
    except Missing:
        return None
