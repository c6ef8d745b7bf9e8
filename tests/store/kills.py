"""Kills a writer at every call into the system, and looks at what it left.

`python -m tests.store.kills WHAT FOLDER` writes in a child that kills itself instead of its k-th
call, for k = 1, 2 … until it gets through. After each the store must hold what it held, or all of
the new; then the same is written by a child that nothing kills. Prints how many were killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from runtime_shim.errors import Missing
from runtime_shim.store.folder import TEMPORARY, FolderStore
from tests.store.blob import FOLDER, SMALL, key, large, put

CALLS = (
    "open",
    "close",
    "write",
    "pwrite",
    "posix_fallocate",
    "ftruncate",
    "link",
    "replace",
    "unlink",
    "mkdir",
    "makedirs",
    "stat",
    "utime",
)
OLD, NEW = b"old" * 1000, b"new content" * 1000


class Case(NamedTuple):
    """What is done before, what the writer does, and what holds in every state that it leaves."""

    before: Callable[[FolderStore], object]
    write: Callable[[FolderStore], object]
    check: Callable[[FolderStore, bool], None]


def die_at(number: int) -> None:
    """Kill this process at its `number`-th call; a write writes half of its data before."""
    left = number

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                if name in {"write", "pwrite"}:
                    file, data, *rest = arguments
                    function(file, data[: len(data) // 2], *rest)
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, counted(name, getattr(os, name)))


def written_by_a_child(store: FolderStore, case: Case, number: int) -> bool:
    """Have a child write and die at its `number`-th call (0: never); say whether it got through."""
    child = os.fork()
    if child == 0:
        if number:
            die_at(number)
        case.write(store)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in {0, signal.SIGKILL}, status
    return status == 0


def run(case: Case, folder: str) -> int:
    """Kill at every call, and return how often."""
    number, through = 0, False
    while not through:
        number += 1
        store = FolderStore(f"{folder}/{number}")
        case.before(store)
        through = written_by_a_child(store, case, number)
        assert_names_are_whole(store)
        case.check(store, through)
        assert written_by_a_child(store, case, 0)
        case.check(store, True)
        shutil.rmtree(store.root)
    return number - 1


def assert_names_are_whole(store: FolderStore) -> None:
    listed = {found for found, _, _ in store.walk("")}
    files = {str(path.relative_to(store.root)) for path in Path(store.root).rglob("*")}
    whole = {name for name in files if Path(store.root, name).is_file() and TEMPORARY not in name}
    assert listed == whole


def content(store: FolderStore) -> bytes | None:
    return store.read_many(["a/b/c"])[0]


def check_created(store: FolderStore, through: bool) -> None:
    assert content(store) == NEW if through else content(store) in {None, NEW}


def check_replaced(store: FolderStore, through: bool) -> None:
    assert content(store) == NEW if through else content(store) in {OLD, NEW}


def blob_case(parts: list[bytes], before: Callable[[FolderStore], object]) -> Case:
    with tempfile.TemporaryDirectory() as folder:
        blob = put(FolderStore(folder), parts)

    def check(store: FolderStore, through: bool) -> None:
        try:
            store.verify(FOLDER, blob)
            assert [bytes(part) for part in store.parts(FOLDER, blob)] == parts
        except Missing:
            assert not through
            assert list(store.walk("")) == []

    def write(store: FolderStore) -> None:
        assert put(store, parts) == blob

    return Case(before, write, check)


def cut_off(parts: list[bytes]) -> Callable[[FolderStore], object]:
    def before(store: FolderStore) -> None:
        os.truncate(store.path(key(put(store, parts))), 5)

    return before


def nothing(store: FolderStore) -> None:
    """Begin with an empty store."""


CASES: dict[str, Callable[[], Case]] = {
    "create": lambda: Case(nothing, lambda store: store.create("a/b/c", NEW), check_created),
    "write": lambda: Case(
        lambda store: store.write("a/b/c", OLD),
        lambda store: store.write("a/b/c", NEW),
        check_replaced,
    ),
    "small": lambda: blob_case(SMALL, nothing),
    "large": lambda: blob_case(large(), nothing),
    "small again": lambda: blob_case(SMALL, lambda store: put(store, SMALL)),
    "large again": lambda: blob_case(large(), lambda store: put(store, large())),
}

if __name__ == "__main__":
    print(run(CASES[sys.argv[1]](), sys.argv[2]))
