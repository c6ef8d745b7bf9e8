"""Commits a task, by one object that is created once; and tells the scheduler what it decided.

Why no interleaving loses or tears a result:

1. Everything that a manifest refers to is in the store before the manifest is: blobs are written
   first, under names that are digests of their content, so that two writers of one name write the
   same bytes.
2. The manifest is made whole or not at all, and only if there is none (`Store.create`). Of several
   attempts that run at once, whoever makes it has committed; every other finds it there.
3. Who finds one reads it. If its `uid` is its own, the answer to its own request was lost on the
   way, and it has committed. Otherwise it adopts what the winner decided, and its own work is left
   without a reference. Its blobs are removed by `flowc gc`, after a time.
4. Control files are written from the manifest in the store, after the commit. An attempt that is
   killed between the two leaves a committed task; the next attempt finds the manifest, writes the
   same control files and exits with 0.

So at any instruction at which a task may be killed the store holds nothing of it that anybody
reads, or all of it. What a killed attempt leaves (a start record, a log, blobs, temporary files) is
never the input of anything.
"""

from __future__ import annotations

import os

from runtime_shim import layout, records
from runtime_shim.errors import CommandError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime_shim.store.base import Store

    Manifest = dict[str, Any]


def commit(store: Store, manifest: Manifest) -> Manifest:
    """Make `manifest` the task's result unless it has one; return the one that counts."""
    key = key_of(manifest)
    if records.create(store, key, manifest):
        return manifest
    there = records.read(store, key)
    if there is None:
        raise StoreError(f"`{key}` exists and does not: is something removing this run?")
    return there


def key_of(manifest: Manifest) -> str:
    """Return the key of a manifest."""
    return layout.manifest(manifest["flow"], manifest["run"], manifest["step"], manifest["task"])


def create_own(store: Store, key: str, record: Manifest) -> bool:
    """Make a record that has a `uid` of its own; say whether it is this one that is there."""
    if records.create(store, key, record):
        return True
    there = records.read(store, key)
    return there is not None and there.get("uid") == record["uid"]


def publish(manifest: Manifest, folder: str | None) -> None:
    """Write what a committed task decided where the scheduler looks for it."""
    if folder is None:
        return
    for name in ("splits", "next"):
        if manifest[name] is not None:
            write_control(folder, name, str(manifest[name]))


def write_control(folder: str, name: str, text: str) -> None:
    """Write one control file, whole; raises CommandError."""
    path = os.path.join(folder, name)
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandError(
            f"the folder `{folder}` of `--control` cannot be written to: {reason}"
        ) from error
