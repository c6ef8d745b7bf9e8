"""Has several processes write the same at once: `python -m tests.store.races WHAT FOLDER`.

Prints what each process was told, one line each.
"""

from __future__ import annotations

import os
import sys

from runtime_shim.store.folder import FolderStore
from tests.store.blob import large, put

PROCESSES = 8
KEY = "a/b"


def content(number: int) -> bytes:
    """Return what process `number` writes."""
    return b"%d" % number * 100_000


def write(what: str, folder: str, number: int) -> object:
    """Write as process `number`, and return what the store says."""
    store = FolderStore(folder)
    if what == "create":
        return store.create(KEY, content(number))
    if what == "write":
        store.write(KEY, content(number))
        return None
    return put(store, large())["blob"]


def main(what: str, folder: str) -> None:
    """Start the processes together, and wait for all of them."""
    gate, opened = os.pipe()
    children = []
    for number in range(PROCESSES):
        child = os.fork()
        if child == 0:
            os.close(opened)
            os.read(gate, 1)
            os.write(1, f"{number} {write(what, folder, number)}\n".encode())
            os._exit(0)
        children.append(child)
    os.close(opened)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
