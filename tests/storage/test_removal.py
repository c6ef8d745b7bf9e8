"""A blob in a folder is removed at the very moment at which somebody stores it again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storage.filling import BLOBS, DAY, Filler

CONTENT = b"content" * 1000


@pytest.fixture
def key(folder: Filler) -> str:
    return folder.stored(CONTENT, days=2)


def remove(filler: Filler, key: str) -> list[str]:
    found: list[str] = filler.store.remove_stale(BLOBS, [key], time.time() - DAY)
    return found


def let(monkeypatch: pytest.MonkeyPatch, when: str, act: Callable[[], object]) -> None:
    """Let somebody else `act` right before or after a blob is renamed to be removed."""
    rename = os.rename

    def renamed(source: str, target: str) -> None:
        if when == "before":
            act()
        rename(source, target)
        if when == "after":
            act()

    monkeypatch.setattr(os, "rename", renamed)


def test_an_old_blob_is_removed_without_a_trace(folder: Filler, key: str) -> None:
    assert remove(folder, key) == [key]
    assert folder.listed() == []
    assert list(folder.store.leftovers("")) == []
    assert remove(folder, key) == []


def test_a_blob_that_is_touched_before_it_is_renamed_stays(
    folder: Filler, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    let(monkeypatch, "before", lambda: folder.save(CONTENT))
    assert remove(folder, key) == []
    assert folder.listed() == [key]
    assert Path(folder.store.path(key)).read_bytes() == folder.store.read(key)
    assert list(folder.store.leftovers("")) == []


def test_a_blob_that_is_stored_after_it_is_renamed_is_written_anew(
    folder: Filler, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    let(monkeypatch, "after", lambda: folder.save(CONTENT))
    assert remove(folder, key) == [key]
    assert folder.listed() == [key]
    assert list(folder.store.leftovers("")) == []


def test_a_blob_that_is_touched_and_then_written_anew_stays(
    folder: Filler, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def renamed(source: str, target: str) -> None:
        folder.save(CONTENT)
        rename(source, target)
        folder.save(CONTENT)

    monkeypatch.setattr(os, "rename", renamed)
    assert remove(folder, key) == []
    assert folder.listed() == [key]
    assert list(folder.store.leftovers("")) == []


def test_empty_folders_go_and_others_stay(folder: Filler) -> None:
    folder.store.write("a/b/c", b"")
    folder.store.write("a/d/e/f", b"")
    folder.store.delete("a/b/c")
    folder.store.prune("a")
    assert folder.store.children("a") == ["d/"]
    folder.store.delete("a/d/e/f")
    folder.store.prune("a")
    assert folder.store.children("") == []
