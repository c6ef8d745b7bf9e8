"""What lies in a bucket, in order, also where a listing has several pages."""

from __future__ import annotations

import time

import obstore
import pytest

from runtime_shim.errors import Missing
from runtime_shim.store.remote import RemoteStore
from runtime_shim.store.workers import each
from tests.remote.proxy import Proxy

PAGE = 20
KEYS = ("f/b/1", "f/b/2", "f/b-x", "f/é", "f/a", "f/B", "f/b.json", "other", "fg/a")
NAMES = ["B", "a", "b-x", "b.json", "b/", "é"]


@pytest.fixture
def filled(store: RemoteStore) -> RemoteStore:
    for key in KEYS:
        store.write(key, b"content"[: len(key) % 5])
    return store


def test_children_are_the_names_directly_below_in_order(filled: RemoteStore) -> None:
    assert filled.children("f") == NAMES
    assert filled.children("") == ["f/", "fg/", "other"]
    assert filled.children("nothing") == []


@pytest.mark.parametrize("after", ["", "A", "B", "a", "b", "b-x", "b.json", "b/", "c", "é", "ê"])
@pytest.mark.parametrize("most", [None, 0, 1, 2, 6, 7])
def test_children_after_a_name_and_at_most_so_many(
    filled: RemoteStore, after: str, most: int | None
) -> None:
    assert filled.children("f", after, most) == [name for name in NAMES if name > after][:most]


def test_the_first_children_of_many_take_one_request(store: RemoteStore, proxy: Proxy) -> None:
    keys = [f"r/{number:05}" for number in range(3 * PAGE)]
    put_many(store, keys)
    proxy.calm()
    assert store.children("r", most=2) == ["00000", "00001"]
    assert proxy.count("GET", "list-type") == 1
    assert store.children("r", "00010", most=200) == [key[2:] for key in keys[11:]]
    assert store.children("r") == [key[2:] for key in keys]
    assert [key for key, _, _ in store.walk("r")] == keys


def test_first_children_step_over_a_full_folder(store: RemoteStore, proxy: Proxy) -> None:
    put_many(store, [*(f"r/1/{number}" for number in range(2 * PAGE)), "r/2/x", "r/3"])
    proxy.calm()
    assert store.children("r", most=3) == ["1/", "2/", "3"]
    assert proxy.count("GET", "list-type") == 2


def put_many(store: RemoteStore, keys: list[str]) -> None:
    """Make empty objects, and the store's pages as short as if there were many."""
    store.calls.most = PAGE
    each(lambda key: obstore.put(store.calls.client, key, b""), keys, 16)


def test_a_walk_says_size_and_time(filled: RemoteStore) -> None:
    found = {key: (size, modified) for key, size, modified in filled.walk("f")}
    assert {key: size for key, (size, _) in found.items()} == {
        key: len(key) % 5 for key in KEYS if key.startswith("f/")
    }
    assert all(abs(modified - time.time()) < 100 for _, modified in found.values())
    assert filled.modified("f/a") == found["f/a"][1]
    assert list(filled.leftovers("f")) == []


def test_a_log_grows(store: RemoteStore) -> None:
    store.append("t/0.log", b"one\n")
    store.append("t/0.log", b"")
    store.append("t/0.log", b"two\n")
    assert store.read_log("t/0.log") == b"one\ntwo\n"
    assert store.read_log("t/1.log") == b""


def test_a_log_is_continued_by_another_process(store: RemoteStore) -> None:
    store.append("t/0.log", b"one\n")
    store.append("t/0.log", b"two\n")
    restarted = RemoteStore(store.url)
    restarted.append("t/0.log", b"three\n")
    restarted.append("t/0.log", b"four\n")
    assert store.read_log("t/0.log") == b"one\ntwo\nthree\nfour\n"


def test_a_second_writer_of_a_log_overwrites_nothing(store: RemoteStore) -> None:
    other = RemoteStore(store.url)
    store.append("t/0.log", b"one\n")
    other.append("t/0.log", b"other\n")
    store.append("t/0.log", b"two\n")
    assert store.read_log("t/0.log") == b"one\nother\ntwo\n"


@pytest.mark.parametrize("offset", range(12))
def test_a_log_is_read_from_any_byte(store: RemoteStore, offset: int) -> None:
    for part in (b"one\n", b"23", b"three"):
        store.append("t/0.log", part)
    assert store.read_log("t/0.log", offset) == b"one\n23three"[offset:]


def test_following_a_log_reads_new_parts_only(store: RemoteStore, proxy: Proxy) -> None:
    for number in range(5):
        store.append("t/0.log", b"%d\n" % number)
    proxy.calm()
    assert store.read_log("t/0.log", 8) == b"4\n"
    assert proxy.count("GET", "t/0.log/0") == 1


def test_the_parts_of_a_log_are_listed_as_one_object(store: RemoteStore) -> None:
    store.append("t/0.log", b"x")
    store.append("t/10.log", b"x")
    store.write("t/done.json", b"{}")
    assert store.children("t") == ["0.log", "10.log", "done.json"]
    assert store.children("t", most=3) == ["0.log", "10.log", "done.json"]
    assert store.children("t", "0.log", 3) == ["10.log", "done.json"]


def test_a_part_whose_answer_was_lost_is_in_the_log_once(store: RemoteStore, proxy: Proxy) -> None:
    store.append("t/0.log", b"one\n")
    proxy.lose("PUT", "0.log")
    store.append("t/0.log", b"two\n")
    proxy.drop("PUT", "0.log")
    store.append("t/0.log", b"three\n")
    assert store.read_log("t/0.log") == b"one\ntwo\nthree\n"


def test_more_parts_than_a_page_are_read(store: RemoteStore) -> None:
    put_many(store, [f"t/0.log/{number:08}" for number in range(PAGE)])
    store.append("t/0.log", b"last\n")
    assert store.read_log("t/0.log") == b"last\n"
    assert store.exists(f"t/0.log/{PAGE:08}")


def test_a_missing_object_has_no_time(store: RemoteStore) -> None:
    with pytest.raises(Missing):
        store.modified("t/none")
