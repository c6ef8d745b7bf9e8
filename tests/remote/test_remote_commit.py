"""A task's commit in a bucket: whoever's answer is lost learns from the store who has won."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from runtime_shim import records
from runtime_shim.commit import commit
from runtime_shim.store.remote import RemoteStore
from tests.remote.proxy import Proxy


def manifest(uid: str) -> dict[str, Any]:
    return {
        "format": "flowc.task/1",
        "flow": "F",
        "run": "1",
        "step": "start",
        "task": "0",
        "uid": uid,
    }


def faults(proxy: Proxy, kind: str, times: int) -> None:
    if kind in {"409", "503"}:
        proxy.refuse("PUT", "done.json", int(kind), times)
    else:
        {"before": proxy.drop, "after": proxy.lose, "500 after": proxy.fail_after}[kind](
            "PUT", "done.json", times
        )


KINDS = ["409", "503", "before", "after", "500 after"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_commit_counts_as_ones_own_whatever_happens(
    store: RemoteStore, proxy: Proxy, kind: str
) -> None:
    faults(proxy, kind, 1)
    assert commit(store, manifest("ours"))["uid"] == "ours"
    assert records.read_manifest(store, "F", "1", "start", "") == manifest("ours")


@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_race_is_seen_whatever_happens(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    commit(store, manifest("theirs"))
    faults(proxy, kind, 1)
    assert commit(store, manifest("ours"))["uid"] == "theirs"


@pytest.mark.parametrize("kind", KINDS)
def test_eight_commits_at_once_agree(store: RemoteStore, proxy: Proxy, kind: str) -> None:
    faults(proxy, kind, 3)
    found: list[str] = []

    def attempt(uid: str) -> None:
        found.append(commit(store, manifest(uid))["uid"])

    threads = [threading.Thread(target=attempt, args=(f"uid {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = records.read_manifest(store, "F", "1", "start", "0")
    assert there is not None
    assert found == [there["uid"]] * 8


def test_the_record_of_a_run_is_made_once_and_listed(store: RemoteStore, proxy: Proxy) -> None:
    record = {"flow": "F", "run": "7", "created": 1795548048.25}
    proxy.lose("PUT", "run.json")
    records.create_run(store, record)
    records.create_run(store, {**record, "created": 1.0})
    assert records.read(store, "F/runs/7/run.json") == record
    assert len(store.children("F/recent")) == 1
