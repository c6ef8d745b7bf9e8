"""Blobs are removed from a bucket while others store them again: whoever stores one has it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from runtime_shim.errors import StoreError
from runtime_shim.store import remote_removal
from runtime_shim.store.remote import RemoteStore
from tests.remote.conftest import age
from tests.remote.proxy import Proxy

FOLDER = "F/blobs"
CONTENT = b"content of a blob"
DAY = 86400.0


def save(store: RemoteStore, content: bytes = CONTENT) -> str:
    sink = store.sink(FOLDER)
    sink.write(content)
    ref = sink.finish()
    (key,) = store.blob_keys(FOLDER, ref)
    return key


@pytest.fixture
def old(store: RemoteStore) -> str:
    """Return the key of a blob that nobody has stored for two days."""
    key = save(store)
    age(store, key, 2 * DAY)
    return key


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_removal, "_PAUSE", 0.01)


def remove(store: RemoteStore, *keys: str) -> list[str]:
    return store.remove_stale(FOLDER, keys, time.time() - DAY)


def notices(store: RemoteStore) -> list[str]:
    return [key for key, _, _ in store.walk(remote_removal.notices_key(FOLDER))]


def test_what_is_old_is_removed_and_what_is_not_stays(store: RemoteStore, old: str) -> None:
    new = save(store, b"another")
    assert remove(store, old, new, "F/blobs/ab/none") == [old]
    assert not store.exists(old)
    assert store.exists(new)
    assert notices(store) == []


def test_what_was_stored_again_stays(store: RemoteStore, old: str) -> None:
    assert save(store) == old
    assert remove(store, old) == []
    assert store.read(old) == CONTENT


class Doing:
    """Calls a function in a thread; `result` waits for what it returns."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._found: list[Any] = []
        self._thread = threading.Thread(target=lambda: self._found.append(function(*arguments)))
        self._thread.start()

    def result(self) -> Any:
        self._thread.join(60)
        return self._found[0]


@pytest.fixture
def removing(store: RemoteStore, old: str, proxy: Proxy) -> Iterator[Any]:
    """Remove the old blob, up to the request that removes it, which is on its way."""
    held = proxy.hold("POST", "delete")
    doing = Doing(remove, RemoteStore(store.url), old)
    assert held.reached.wait(30)

    def go_on() -> Any:
        held.release.set()
        return doing.result()

    yield go_on
    go_on()


def test_a_blob_that_is_stored_during_its_removal_is_there_afterwards(
    store: RemoteStore, old: str, proxy: Proxy, removing: Any
) -> None:
    looking = proxy.hold("GET", "removing")
    saving = Doing(save, store)
    assert looking.reached.wait(30)
    assert removing() == [old]
    assert not store.exists(old)
    looking.release.set()
    assert saving.result() == old
    assert store.read(old) == CONTENT


def test_whoever_sees_a_notice_waits_for_its_end(
    store: RemoteStore, old: str, proxy: Proxy, removing: Any
) -> None:
    proxy.calm()
    first = proxy.hold("GET", "removing")
    saving = Doing(save, store)
    assert first.reached.wait(30)
    first.release.set()
    second = proxy.hold("GET", "removing")
    assert second.reached.wait(30)
    second.release.set()
    assert removing() == [old]
    assert saving.result() == old
    assert store.read(old) == CONTENT


def test_a_new_blob_is_stored_without_looking_for_notices(
    store: RemoteStore, proxy: Proxy, removing: Any
) -> None:
    proxy.calm()
    save(store, b"another")
    assert proxy.count("GET", "") == 0


def test_a_notice_that_was_left_behind_holds_up_for_a_time(store: RemoteStore, old: str) -> None:
    notice = f"{remote_removal.notices_key(FOLDER)}/left"
    store.write(notice, b"")
    age(store, notice, remote_removal.EXPIRY + 10)
    assert save(store) == old
    assert store.read(old) == CONTENT


@pytest.mark.parametrize("kind", ["drop", "lose", "refuse"])
def test_a_removal_whose_answer_is_lost_is_looked_after(
    store: RemoteStore, old: str, proxy: Proxy, kind: str
) -> None:
    if kind == "refuse":
        proxy.refuse("POST", "delete", 503, times=2)
    else:
        getattr(proxy, kind)("POST", "delete", times=2)
    assert remove(store, old) == [old]
    assert not store.exists(old)
    assert notices(store) == []


def test_a_store_that_refuses_to_remove_is_said_to(
    store: RemoteStore, old: str, proxy: Proxy
) -> None:
    proxy.refuse("POST", "delete", 503, times=100)
    impatient = RemoteStore(store.url, tries=0, seconds=0)
    with pytest.raises(StoreError, match="cannot be removed in s3://"):
        remove(impatient, old)
    assert store.exists(old)
