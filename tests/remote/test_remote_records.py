"""Small objects of a store in a bucket, with everything that a network can do to them."""

from __future__ import annotations

import threading

import pytest

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store.remote import RemoteStore
from tests.remote.proxy import Fault, Proxy

OURS, THEIRS = b'{"uid": "a"}', b'{"uid": "b"}'


def test_what_was_created_is_read(store: RemoteStore) -> None:
    assert store.create("F/runs/1/run.json", OURS)
    assert store.read("F/runs/1/run.json") == OURS
    assert store.exists("F/runs/1/run.json")
    assert not store.exists("F/runs/1")


def test_create_leaves_what_is_there(store: RemoteStore) -> None:
    assert store.create("a", THEIRS)
    assert not store.create("a", OURS)
    assert store.read("a") == THEIRS


def test_write_replaces_what_is_there(store: RemoteStore) -> None:
    store.write("a", OURS)
    store.write("a", THEIRS)
    assert store.read("a") == THEIRS


def test_names_with_any_character_keep_it(store: RemoteStore) -> None:
    keys = ["ü/%E2%82%AC", "a/+tag:x@y~z"[:6], "a b/c#d?e", "a/100%25", "x/.new-1", "~2.0/p@q+r"]
    for key in keys:
        store.write(key, key.encode())
    assert store.read_many(keys) == [key.encode() for key in keys]
    assert {key for key, _, _ in store.walk("")} == set(keys)


def test_reading_what_is_not_there_names_it(store: RemoteStore) -> None:
    with pytest.raises(Missing, match=r"there is no `F/a.json` in s3://bucket-"):
        store.read("F/a.json")
    with pytest.raises(Missing):
        store.modified("F/a.json")


def test_many_are_read_in_the_order_of_their_keys(store: RemoteStore) -> None:
    keys = [f"many/{number}" for number in range(150)]
    for key in keys[::2]:
        store.write(key, key.encode())
    expected = [key.encode() if place % 2 == 0 else None for place, key in enumerate(keys)]
    assert store.read_many(keys) == expected
    assert store.read_many([]) == []


def test_deleting_what_is_not_there_does_nothing(store: RemoteStore) -> None:
    store.write("a", b"")
    store.delete("a")
    store.delete("a")
    assert not store.exists("a")


def test_many_are_deleted_at_once(store: RemoteStore, proxy: Proxy) -> None:
    keys = [f"many/{number}" for number in range(30)]
    for key in keys:
        store.write(key, b"")
    store.delete_many([*keys, "many/none"])
    assert list(store.walk("many")) == []
    assert proxy.count("POST", "?delete") == 1


@pytest.mark.parametrize("status", [409, 500, 503, 429])
def test_a_create_that_is_refused_for_now_is_tried_again(
    store: RemoteStore, proxy: Proxy, status: int
) -> None:
    proxy.refuse("PUT", "done.json", status, times=3)
    assert store.create("done.json", OURS)
    assert store.read("done.json") == OURS
    assert proxy.count("PUT", "done.json") == 4


def test_a_create_that_is_dropped_is_tried_again(store: RemoteStore, proxy: Proxy) -> None:
    proxy.drop("PUT", "done.json", times=2)
    assert store.create("done.json", OURS)
    assert store.read("done.json") == OURS


@pytest.mark.parametrize("loss", [Proxy.lose, Proxy.fail_after])
def test_a_create_whose_answer_is_lost_is_recognised_by_what_is_there(
    store: RemoteStore, proxy: Proxy, loss: object
) -> None:
    assert callable(loss)
    loss(proxy, "PUT", "done.json")
    assert not store.create("done.json", OURS)
    assert store.read("done.json") == OURS
    assert proxy.count("PUT", "done.json") == 2


def test_a_lost_answer_to_a_lost_race_leaves_the_winner(store: RemoteStore, proxy: Proxy) -> None:
    assert store.create("done.json", THEIRS)
    proxy.lose("PUT", "done.json")
    assert not store.create("done.json", OURS)
    assert store.read("done.json") == THEIRS


def test_of_two_creates_the_one_that_arrives_first_wins(store: RemoteStore, proxy: Proxy) -> None:
    held = proxy.hold("PUT", "done.json")
    answers: list[bool] = []
    late = threading.Thread(target=lambda: answers.append(store.create("done.json", OURS)))
    late.start()
    assert held.reached.wait(30)
    assert store.create("done.json", THEIRS)
    held.release.set()
    late.join()
    assert answers == [False]
    assert store.read("done.json") == THEIRS


def test_a_conflict_with_one_who_then_fails_is_tried_again(
    store: RemoteStore, proxy: Proxy
) -> None:
    proxy.refuse("PUT", "done.json", 409)
    assert store.create("done.json", OURS)
    assert store.read("done.json") == OURS


def test_of_eight_creates_under_faults_one_is_there(store: RemoteStore, proxy: Proxy) -> None:
    proxy.refuse("PUT", "done.json", 409, times=2)
    proxy.drop("PUT", "done.json")
    proxy.lose("PUT", "done.json", times=2)
    proxy.refuse("PUT", "done.json", 503)
    answers: dict[int, bool] = {}

    def commit(number: int) -> None:
        answers[number] = store.create("done.json", b"%d" % number)

    threads = [threading.Thread(target=commit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = int(store.read("done.json"))
    # The winner's answer may have been lost; nobody else may believe to have won.
    assert [number for number, made in answers.items() if made] in ([winner], [])
    assert len(answers) == 8


def fault_of(proxy: Proxy, kind: str, method: str, part: str) -> Fault:
    if kind == "refuse":
        return proxy.refuse(method, part, 503)
    return {"drop": proxy.drop, "lose": proxy.lose, "cut": proxy.cut}[kind](method, part)


KINDS = ["refuse", "drop", "lose", "cut"]


@pytest.mark.parametrize("kind", KINDS)
def test_reads_survive(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    content = bytes(range(256)) * 4000
    store.write("a", content)
    fault_of(proxy, kind, "GET", "/a")
    assert store.read("a") == content
    assert proxy.count("GET", "/a") == 2


@pytest.mark.parametrize("kind", KINDS[:3])
def test_writes_survive(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    fault_of(proxy, kind, "PUT", "/a")
    store.write("a", OURS)
    assert store.read("a") == OURS


@pytest.mark.parametrize("kind", KINDS)
def test_listings_survive(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    store.write("f/a", b"")
    store.write("f/g/b", b"")
    fault_of(proxy, kind, "GET", "list-type")
    assert store.children("f") == ["a", "g/"]
    fault_of(proxy, kind, "GET", "list-type")
    assert store.children("f", most=2) == ["a", "g/"]
    fault_of(proxy, kind, "GET", "list-type")
    assert [key for key, _, _ in store.walk("f")] == ["f/a", "f/g/b"]


@pytest.mark.parametrize("kind", KINDS)
def test_deletions_survive(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    store.write("a", b"")
    fault_of(proxy, kind, "POST", "delete")
    store.delete("a")
    assert not store.exists("a")


def test_a_store_that_vanished_is_given_up(
    url: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RemoteStore(url, tries=2, seconds=1)
    proxy.drop("PUT", "", times=1000)
    proxy.drop("GET", "", times=1000)
    with pytest.raises(
        StoreError, match=r"`a` cannot be written in s3://bucket-.*: connection reset"
    ):
        store.create("a", OURS)
    assert 2 <= proxy.count("PUT", "/a") <= 10
    with pytest.raises(StoreError, match=r"`[ab]` cannot be read in s3://"):
        store.read_many(["a", "b"])


def test_a_server_that_does_not_answer_is_given_up(url: str, proxy: Proxy) -> None:
    store = RemoteStore(url, tries=0, seconds=0)
    held = [proxy.hold("PUT", "/a"), proxy.hold("PUT", "/a")]
    with pytest.raises(StoreError, match=r"`a` cannot be written in s3://.*: it does not answer"):
        store.create("a", OURS)
    assert held[0].reached.is_set()
    for one in held:
        one.release.set()


def test_a_server_that_is_not_there_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    store = RemoteStore(url, tries=1, seconds=1)
    with pytest.raises(StoreError, match=r"cannot be read in s3://bucket-.*: connection refused"):
        store.read("a")


@pytest.mark.parametrize(("status", "said"), [(403, "403 Forbidden"), (400, "400 Bad Request")])
def test_a_refusal_for_good_is_not_tried_again(
    store: RemoteStore, proxy: Proxy, status: int, said: str
) -> None:
    proxy.refuse("PUT", "/a", status, times=99)
    with pytest.raises(StoreError, match=f"`a` cannot be written in s3://.*: .*({said})"):
        store.write("a", OURS)
    assert proxy.count("PUT", "/a") == 1


def test_a_bucket_that_does_not_exist_is_said_to_be_missing(url: str) -> None:
    store = RemoteStore("s3://no-such-bucket-here/x")
    for act in (
        lambda: store.read("a"),
        lambda: store.create("a", b""),
        lambda: store.children(""),
    ):
        with pytest.raises(StoreError, match="there is no such bucket"):
            act()


def test_messages_are_one_line(url: str, proxy: Proxy) -> None:
    store = RemoteStore(url, tries=0, seconds=0)
    proxy.refuse("GET", "/a", 500, times=9)
    with pytest.raises(StoreError) as caught:
        store.read("a")
    assert "\n" not in str(caught.value)
    assert "the server answered 500 Internal Server Error" in str(caught.value)
