"""Writes into a folder that cannot take it: `python -m tests.store.full WHAT FOLDER`.

    size      files of this process may not be longer than 64 KiB
    disk      FOLDER is made a file system of 1 MiB, in a mount namespace of this process
    readonly  FOLDER is made one that cannot be written to, likewise

Prints, for each way to write, what the store says; and last what it holds.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Callable

from runtime_shim.artifacts.encode import save
from runtime_shim.errors import StoreError
from runtime_shim.store.folder import FolderStore
from tests.store.blob import put

BIG = b"x" * (2 << 20)


def limit(what: str, folder: str) -> None:
    """Make writing fail."""
    if what == "size":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, 64 << 10))
        return
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    if what == "readonly":
        FolderStore(folder).write("before", b"")
        mount("-o", "remount,ro", folder)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def main(what: str, folder: str) -> None:
    """Write in every way."""
    limit(what, folder)
    store = FolderStore(folder)
    actions: list[Callable[[], object]] = [
        lambda: store.create("a/b", BIG),
        lambda: store.write("a/c", BIG),
        lambda: store.append("a/d.log", BIG),
        lambda: put(store, [BIG]),
        lambda: put(store, [BIG * 20]),
        lambda: save(store, "Flow", BIG, "model"),
        lambda: save(store, "Flow", {1: BIG * 10}, "model"),
    ]
    for action in actions:
        try:
            print("done", action())
        except StoreError as error:
            print(error)
            store.delete("a/d.log")
    print([found for found, _, _ in store.walk("")], list(store.leftovers("")))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
