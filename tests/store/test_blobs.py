"""Blobs in a folder: named by their content, stored once, mapped, and checked."""

from __future__ import annotations

import mmap
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store.chunks import CHUNK, length
from runtime_shim.store.folder import FolderStore
from tests.store.blob import FOLDER, SMALL, key, large, put


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(str(tmp_path / "store"))


BLOBS = {
    "empty": [],
    "one empty part": [b""],
    "small": SMALL,
    "one chunk": [b"1" * CHUNK],
    "a chunk and a byte": [b"1" * (CHUNK + 1)],
    "large": large(),
    "zeros": [b"head", bytes(3 * CHUNK)],
    "an empty part between": [b"x" * CHUNK, b"", b"y"],
}


@pytest.mark.parametrize("parts", BLOBS.values(), ids=BLOBS.keys())
def test_a_blob_is_read_as_it_was_written(store: FolderStore, parts: list[bytes]) -> None:
    blob = put(store, parts)
    assert blob["parts"] == [len(part) for part in parts]
    assert [bytes(part) for part in store.parts(FOLDER, blob)] == parts
    assert [bytes(part) for part in store.parts(FOLDER, blob, 1)] == parts[1:]
    store.verify(FOLDER, blob)
    assert [(found, size) for found, size, _ in store.walk("")] == [
        (key(blob), length(blob["parts"]))
    ]
    if parts:
        with store.stream(FOLDER, blob) as file:
            assert file.read(len(parts[0])) == parts[0]
    if len(parts) == 1:
        assert store.content(FOLDER, blob) == parts[0]


@pytest.mark.parametrize("parts", [SMALL, large()], ids=["small", "large"])
def test_a_blob_that_is_there_is_touched_and_not_written(
    store: FolderStore, parts: list[bytes]
) -> None:
    blob = put(store, parts)
    path = Path(store.path(key(blob)))
    os.utime(path, (1, 1))
    before = path.stat()
    assert put(store, parts) == blob
    after = path.stat()
    assert after.st_ino == before.st_ino
    assert after.st_mtime > 1
    assert list(store.leftovers("")) == []


@pytest.mark.parametrize("parts", [SMALL, large()], ids=["small", "large"])
def test_a_blob_that_is_another_users_is_replaced(
    store: FolderStore, parts: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = put(store, parts)
    path = Path(store.path(key(blob)))
    before = path.stat().st_ino

    def utime(path: str) -> None:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(os, "utime", utime)
    assert put(store, parts) == blob
    assert path.stat().st_ino != before
    store.verify(FOLDER, blob)


@pytest.mark.parametrize("parts", [SMALL, large()], ids=["small", "large"])
def test_a_blob_that_was_cut_off_is_replaced(store: FolderStore, parts: list[bytes]) -> None:
    blob = put(store, parts)
    os.truncate(store.path(key(blob)), 100)
    with pytest.raises(StoreError, match=f"`{key(blob)}` in .* is damaged: it has 100 bytes"):
        store.parts(FOLDER, blob)
    with pytest.raises(StoreError, match="it has 100 bytes"):
        store.verify(FOLDER, blob)
    assert put(store, parts) == blob
    store.verify(FOLDER, blob)


def flip(store: FolderStore, blob: dict[str, str], place: int) -> None:
    with Path(store.path(key(blob))).open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes((byte ^ 1,)))


def test_a_flipped_bit_of_a_small_blob_is_found_by_loading(store: FolderStore) -> None:
    blob = put(store, SMALL)
    flip(store, blob, 4100)
    with pytest.raises(StoreError, match=f"`{key(blob)}` in file://.* is damaged: its content"):
        store.parts(FOLDER, blob)
    single = put(store, [b"content"])
    flip(store, single, 0)
    with pytest.raises(StoreError, match=f"`{key(single)}` in file://.* is damaged: its content"):
        store.content(FOLDER, single)


def test_a_flipped_bit_of_a_large_blob_is_found_by_verifying(store: FolderStore) -> None:
    blob = put(store, large())
    flip(store, blob, 2 * CHUNK + 9)
    store.parts(FOLDER, blob)
    with pytest.raises(StoreError, match=f"`{key(blob)}` in file://.* is damaged: its content"):
        store.verify(FOLDER, blob)


def test_a_blob_that_is_not_there_is_named(store: FolderStore) -> None:
    blob = put(store, SMALL)
    Path(store.path(key(blob))).unlink()
    for read in (store.parts, store.content, store.stream, store.verify):
        with pytest.raises(Missing, match=f"there is no `{key(blob)}` in file://"):
            read(FOLDER, blob)


@pytest.mark.parametrize("parts", [SMALL, large()], ids=["small", "large"])
def test_writing_to_what_was_loaded_stays_in_this_process(
    store: FolderStore, parts: list[bytes]
) -> None:
    blob = put(store, parts)
    loaded = store.parts(FOLDER, blob)
    loaded[1][5000:5003] = b"new"
    assert bytes(loaded[1][5000:5003]) == b"new"
    store.verify(FOLDER, blob)
    assert bytes(store.parts(FOLDER, blob)[1]) == parts[1]


def test_chunks_of_zeros_take_no_room(store: FolderStore) -> None:
    blob = put(store, [b"head", bytes(8 * CHUNK)])
    status = Path(store.path(key(blob))).stat()
    assert status.st_size > 8 * CHUNK
    assert status.st_blocks * 512 <= 2 * CHUNK


def test_a_sink_that_is_discarded_leaves_nothing(store: FolderStore) -> None:
    for part in (SMALL[1], *large()):
        sink = store.sink(FOLDER)
        sink.write(part)
        sink.discard()
        sink.discard()
    assert list(store.walk("")) == []
    assert list(store.leftovers("")) == []


@pytest.fixture
def few_files() -> Iterator[None]:
    """Let this process open few files more, whichever it has open."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    with ExitStack() as held:
        number = 0
        while number <= highest:
            number = held.enter_context(Path(os.devnull).open("rb")).fileno()
        resource.setrlimit(resource.RLIMIT_NOFILE, (number * 2, limits[1]))
        yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="mappings keep no descriptors")
def test_many_loaded_blobs_leave_descriptors_for_others(
    store: FolderStore, few_files: None
) -> None:
    blob = put(store, large())
    loaded = [store.parts(FOLDER, blob) for _ in range(3)]
    held = [parts[0].obj for parts in loaded]
    assert all(parts == loaded[0] for parts in loaded)
    assert not any(isinstance(memory, mmap.mmap) for memory in held[1:])
