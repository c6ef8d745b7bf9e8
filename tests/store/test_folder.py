"""Objects in a folder: they are made once, replaced whole, and listed without what is not whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store import folder
from runtime_shim.store.folder import TEMPORARY, FolderStore
from tests.store.blob import FOLDER, put


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(str(tmp_path / "store"))


def leave(store: FolderStore, name: str) -> None:
    """Leave what a writer that is killed leaves."""
    Path(store.root, f"{name}/{TEMPORARY}1-abc").write_bytes(b"half")


def test_nothing_is_made_before_something_is_written(store: FolderStore) -> None:
    assert store.children("") == []
    assert store.read_many(["a", "b/c"]) == [None, None]
    assert not store.exists("a")
    assert store.read_log("a.log") == b""
    assert list(store.walk("")) == []
    assert not Path(store.root).exists()


def test_an_object_is_created_once(store: FolderStore) -> None:
    assert store.create("a/b/c", b"first")
    assert not store.create("a/b/c", b"second")
    assert store.read("a/b/c") == b"first"
    assert list(Path(store.root).rglob(f"{TEMPORARY}*")) == []


def test_an_object_is_replaced_by_a_write(store: FolderStore) -> None:
    store.write("a", b"first")
    store.write("a", b"second")
    assert store.read("a") == b"second"
    store.delete("a")
    store.delete("a")
    with pytest.raises(Missing, match=r"there is no `a` in file://"):
        store.read("a")


def test_a_lost_answer_of_link_is_noticed(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def link_twice(source: str, target: str) -> None:
        link(source, target)
        link(source, target)

    monkeypatch.setattr(os, "link", link_twice)
    assert store.create("a", b"mine")
    assert not store.create("a", b"another's")


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_links_is_named(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def link(source: str, target: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(StoreError, match=r"`a` cannot be written in .* has no hard links"):
        store.create("a", b"")
    assert list(Path(store.root).iterdir()) == []


def test_many_are_read_in_order(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [f"k/{number}" for number in range(100)]
    for key in keys[::2]:
        store.write(key, key.encode())
    expected = [key.encode() if int(key[2:]) % 2 == 0 else None for key in keys]
    assert store.read_many(keys) == expected
    monkeypatch.setattr(folder, "_SLOW", 0)
    assert store.read_many(keys) == expected


def test_what_a_thread_cannot_read_is_raised(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_SLOW", 0)
    store.write("folder/a", b"")
    with pytest.raises(StoreError, match="`folder` cannot be read"):
        store.read_many([*(f"k/{number}" for number in range(30)), "folder"])


def test_children_are_sorted_and_can_be_cut(store: FolderStore) -> None:
    for key in ("r/b", "r/a/x", "r/é", "r/a.b", "r/B"):
        store.write(key, b"")
    leave(store, "r")
    assert store.children("r") == ["B", "a.b", "a/", "b", "é"]
    assert store.children("r", after="a/") == ["b", "é"]
    assert store.children("r", after="B", most=2) == ["a.b", "a/"]
    assert store.children("r/b") == []


def test_a_walk_passes_over_what_is_not_whole(store: FolderStore) -> None:
    store.write("a/b/c", b"123")
    store.write("d", b"")
    leave(store, "a/b")
    assert {(key, size) for key, size, _ in store.walk("")} == {("a/b/c", 3), ("d", 0)}
    assert [key for key, _, _ in store.walk("a")] == ["a/b/c"]
    assert [(key, size) for key, size, _ in store.leftovers("")] == [(f"a/b/{TEMPORARY}1-abc", 4)]
    assert next(store.walk("a"))[2] == store.modified("a/b/c")


def test_a_log_grows(store: FolderStore) -> None:
    store.append("r/0.log", b"one\n")
    store.append("r/0.log", b"two\n")
    assert store.read_log("r/0.log") == b"one\ntwo\n"
    assert store.read_log("r/0.log", 4) == b"two\n"
    assert store.read_log("r/0.log", 400) == b""


def test_a_folder_that_vanishes_is_not_made_again(store: FolderStore) -> None:
    store.write("a/b", b"1")
    away = Path(store.root).rename(store.root + ".away")
    for action in (
        lambda: store.create("a/c", b""),
        lambda: store.write("c", b""),
        lambda: store.append("a/c.log", b""),
        lambda: store.read("a/b"),
        lambda: store.read_log("a/b"),
        lambda: store.children("a"),
        lambda: store.exists("a/b"),
        lambda: list(store.walk("")),
    ):
        with pytest.raises(StoreError, match=rf"cannot be \w+: the folder {store.root} is gone"):
            action()
    assert not Path(store.root).exists()
    away.rename(store.root)
    assert store.read("a/b") == b"1"


def test_a_folder_that_is_removed_for_being_empty_is_made_again(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir, removed = os.mkdir, 0
    store.write("x", b"")

    def mkdir_in_vain(path: str) -> None:
        nonlocal removed
        mkdir(path)
        if removed < 3:
            removed += 1
            Path(path).rmdir()

    monkeypatch.setattr(os, "mkdir", mkdir_in_vain)
    assert store.create("a/b/c", b"1")
    removed = 0
    blob = put(store, [b"content"])
    assert removed == 3
    assert store.content(FOLDER, blob) == b"content"


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = FolderStore(str(tmp_path / "file" / "store"))
    assert store.children("") == []
    with pytest.raises(StoreError, match=r"`a` cannot be written in file://.*: not a directory"):
        store.create("a", b"")
    with pytest.raises(StoreError, match="`a` cannot be written"):
        store.write("a", b"")
    with pytest.raises(StoreError, match="`a` cannot be written"):
        store.append("a", b"")
    sink = store.sink("Flow/blobs")
    sink.write(b"x")
    with pytest.raises(StoreError, match="`Flow/blobs` cannot be written"):
        sink.finish()
