"""Blobs in a bucket: their digests are those of every store, and damage is named."""

from __future__ import annotations

import builtins
import os
import random
import threading
from typing import Any

import pytest

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store import remote_removal
from runtime_shim.store.chunks import CHUNK, blob_key
from runtime_shim.store.folder import FolderStore
from runtime_shim.store.remote import RemoteStore
from tests.remote.conftest import age
from tests.remote.proxy import Proxy

MIB = 1 << 20
FOLDER = "F/blobs"
NOISE = random.Random(1).randbytes(CHUNK + 3 * MIB + 17)
WORDS = b"text that shrinks, " * (MIB // 10)

CONTENTS: dict[str, list[bytes]] = {
    "no part": [],
    "an empty part": [b""],
    "a byte": [b"x"],
    "noise": [NOISE[:10_000]],
    "words": [WORDS],
    "one chunk exactly": [NOISE[:CHUNK]],
    "a chunk and a byte": [NOISE[: CHUNK + 1]],
    "parts": [NOISE[:100], b"", WORDS, NOISE[100 : 5 * MIB], b"end"],
    "zeros": [bytes(2 * CHUNK + 5)],
    "noise, zeros and words": [NOISE[: CHUNK // 2], bytes(3 * CHUNK), WORDS * 8],
}


def save(store: Any, parts: list[bytes]) -> dict[str, Any]:
    sink = store.sink(FOLDER)
    for part in parts:
        sink.write(part[: len(part) // 3])
        sink.write(memoryview(part)[len(part) // 3 :])
        sink.end_part()
    ref: dict[str, Any] = sink.finish()
    return ref


@pytest.mark.parametrize("name", CONTENTS)
def test_a_blob_is_what_was_written(store: RemoteStore, name: str) -> None:
    parts = CONTENTS[name]
    ref = save(store, parts)
    assert ref["parts"] == [len(part) for part in parts]
    assert [bytes(part) for part in store.parts(FOLDER, ref)] == parts
    store.verify(FOLDER, ref)
    for first in range(len(parts)):
        assert [bytes(part) for part in store.parts(FOLDER, ref, first)] == parts[first:]
    if parts:
        with store.stream(FOLDER, ref) as file:
            assert file.read(len(parts[0])) == parts[0]
    if len(parts) == 1:
        assert store.content(FOLDER, ref) == parts[0]


@pytest.mark.parametrize("name", CONTENTS)
def test_a_blob_has_the_same_name_in_a_folder(
    store: RemoteStore, name: str, tmp_path: os.PathLike[str]
) -> None:
    assert save(store, CONTENTS[name]) == save(FolderStore(os.fspath(tmp_path)), CONTENTS[name])


def test_parts_are_writable_and_ones_own(store: RemoteStore) -> None:
    ref = save(store, [NOISE[:10_000]])
    (part,) = store.parts(FOLDER, ref)
    part[:3] = b"new"
    assert bytes(store.parts(FOLDER, ref)[0][:3]) == NOISE[:3]


def test_a_stream_is_read_line_by_line(store: RemoteStore) -> None:
    lines = [b"%d\n" % number for number in range(2_000_000)]
    ref = save(store, [b"".join(lines)])
    assert ref["parts"][0] > CHUNK
    assert list(store.stream(FOLDER, ref)) == lines


def test_what_shrinks_is_stored_small_and_what_does_not_as_it_is(store: RemoteStore) -> None:
    words, noise = save(store, [WORDS]), save(store, [NOISE[: 2 * MIB]])
    sizes = {key: size for key, size, _ in store.walk(FOLDER)}
    assert sizes[blob_key(FOLDER, words["blob"])] < len(WORDS) / 10
    assert sizes[blob_key(FOLDER, noise["blob"])] == 2 * MIB


def test_zeros_take_no_room(store: RemoteStore) -> None:
    save(store, [bytes(10 * CHUNK)])
    assert sum(size for _, size, _ in store.walk(FOLDER)) == 320


def test_chunks_in_common_are_stored_once(store: RemoteStore, proxy: Proxy) -> None:
    save(store, [NOISE])
    proxy.calm()
    save(store, [NOISE[:CHUNK] + b"another end"])
    assert proxy.count("PUT", FOLDER) == 2
    proxy.calm()
    save(store, [NOISE])
    assert proxy.count("PUT", FOLDER) == 0


def test_the_keys_of_a_blob_are_those_of_its_objects(store: RemoteStore) -> None:
    refs = [save(store, parts) for parts in CONTENTS.values()]
    keys = {key for ref in refs for key in store.blob_keys(FOLDER, ref)}
    assert keys == {key for key, _, _ in store.walk(FOLDER)}
    for key in store.blob_keys(FOLDER, refs[-1]):
        store.delete(key)
    with pytest.raises(StoreError, match="is missing"):
        store.verify(FOLDER, refs[-1])


def test_a_blob_that_is_old_is_written_anew(store: RemoteStore) -> None:
    ref = save(store, [NOISE])
    keys = store.blob_keys(FOLDER, ref)
    before = {key: store.modified(key) for key in keys}
    for key in keys:
        age(store, key, remote_removal.STALE + 60)
        assert store.modified(key) < before[key] - remote_removal.STALE
    save(store, [NOISE])
    assert all(store.modified(key) >= before[key] for key in keys)


def test_a_blob_that_is_younger_stays(store: RemoteStore, proxy: Proxy) -> None:
    ref = save(store, [NOISE[:10_000]])
    (key,) = store.blob_keys(FOLDER, ref)
    age(store, key, remote_removal.STALE - 3600)
    proxy.calm()
    save(store, [NOISE[:10_000]])
    assert proxy.count("PUT", FOLDER) == 0


@pytest.fixture
def large(store: RemoteStore) -> dict[str, Any]:
    return save(store, [NOISE])


READERS = ["parts", "content", "stream", "verify"]


def read(store: RemoteStore, how: str, ref: dict[str, Any]) -> None:
    found = getattr(store, how)(FOLDER, ref)
    if how == "stream":
        found.read()


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("what", ["flipped", "short", "long", "empty", "gone"])
def test_a_damaged_chunk_is_named(
    store: RemoteStore, large: dict[str, Any], how: str, what: str
) -> None:
    key = next(key for key, size, _ in store.walk(FOLDER) if size > MIB * 4)
    damage(store, key, what)
    with pytest.raises(StoreError, match=f"`{key}` .*({SAID[what]})") as caught:
        read(store, how, large)
    assert not isinstance(caught.value, Missing)


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("what", ["flipped", "short", "long", "empty", "gone"])
def test_a_damaged_index_is_named(
    store: RemoteStore, large: dict[str, Any], how: str, what: str
) -> None:
    key = blob_key(FOLDER, large["blob"])
    damage(store, key, what)
    with pytest.raises(StoreError, match=f"`{key}` .*({SAID[what]})"):
        read(store, how, large)


@pytest.mark.parametrize("what", ["flipped", "short", "long", "empty", "gone"])
def test_a_damaged_compressed_chunk_is_named(store: RemoteStore, what: str) -> None:
    ref = save(store, [WORDS])
    key = blob_key(FOLDER, ref["blob"])
    damage(store, key, what)
    with pytest.raises(StoreError, match=f"`{key}` .*({SAID[what]}|decompressed)"):
        store.parts(FOLDER, ref)


def damage(store: RemoteStore, key: str, what: str) -> None:
    content = store.read(key)
    middle = len(content) // 2
    if what == "flipped":
        flipped = bytes([content[middle] ^ 1])
        store.write(key, content[:middle] + flipped + content[middle + 1 :])
    elif what == "gone":
        store.delete(key)
    else:
        store.write(key, {"short": content[:-1], "long": content + b"x", "empty": b""}[what])


SAID = {
    "flipped": "its content has the digest",
    "short": "it has [0-9]+ bytes",
    "long": "it has [0-9]+ bytes",
    "empty": "it has 0 bytes",
    "gone": "is missing in s3://",
}


def test_without_zstandard_content_is_stored_as_it_is(
    store: RemoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, "zstandard")
    ref = save(store, [WORDS])
    assert [size for _, size, _ in store.walk(FOLDER)] == [len(WORDS)]
    assert store.content(FOLDER, ref) == WORDS


def test_compressed_content_without_zstandard_says_what_to_install(
    store: RemoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = save(store, [WORDS])
    forbid(monkeypatch, "zstandard")
    with pytest.raises(StoreError, match=r"`F/blobs/.*` .*pip install 'flowc\[s3\]'"):
        store.content(FOLDER, ref)


def forbid(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let `package` be one that is not installed."""
    real = builtins.__import__

    def refuse(name: str, *args: Any) -> Any:
        if name.partition(".")[0] == package:
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.parametrize("kind", ["refuse", "drop", "lose"])
@pytest.mark.parametrize("method", ["PUT", "HEAD"])
def test_saving_survives(store: RemoteStore, proxy: Proxy, kind: str, method: str) -> None:
    {
        "refuse": lambda: proxy.refuse(method, FOLDER, 503, times=2),
        "drop": lambda: proxy.drop(method, FOLDER, times=2),
        "lose": lambda: proxy.lose(method, FOLDER, times=2),
    }[kind]()
    ref = save(store, [NOISE])
    store.verify(FOLDER, ref)
    assert store.content(FOLDER, ref) == NOISE


@pytest.mark.parametrize("kind", ["refuse", "drop", "lose", "cut"])
def test_loading_survives(
    store: RemoteStore, proxy: Proxy, large: dict[str, Any], kind: str
) -> None:
    {
        "refuse": lambda: proxy.refuse("GET", FOLDER, 503, times=3),
        "drop": lambda: proxy.drop("GET", FOLDER, times=3),
        "lose": lambda: proxy.lose("GET", FOLDER, times=3),
        "cut": lambda: proxy.cut("GET", FOLDER, times=3),
    }[kind]()
    assert store.content(FOLDER, large) == NOISE


def test_a_store_that_vanishes_while_saving_leaves_no_index(
    url: str, proxy: Proxy, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RemoteStore(url, tries=1, seconds=0.2)
    sink = store.sink(FOLDER)
    sink.write(NOISE[:CHUNK])
    sink.write(NOISE[:MIB])
    proxy.drop("PUT", "", times=1000)
    proxy.drop("HEAD", "", times=1000)
    with pytest.raises(StoreError, match=r"`F/blobs/.*` cannot be (read|written) in s3://"):
        sink.finish()
    proxy.calm()
    whole = RemoteStore(url)
    ref = save(whole, [NOISE[:CHUNK] + NOISE[:MIB]])
    assert whole.content(FOLDER, ref) == NOISE[:CHUNK] + NOISE[:MIB]


def test_discarding_ends_the_threads(store: RemoteStore) -> None:
    sink = store.sink(FOLDER)
    sink.write(NOISE)
    assert working()
    sink.discard()
    sink.discard()
    assert not working()


def working() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "(_run)" in thread.name]


def test_writers_of_the_same_blob_do_not_disturb_each_other(store: RemoteStore) -> None:
    refs: list[dict[str, Any]] = []
    threads = [
        threading.Thread(target=lambda: refs.append(save(store, [NOISE, WORDS]))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refs == [refs[0]] * 4
    assert [bytes(part) for part in store.parts(FOLDER, refs[0])] == [NOISE, WORDS]
