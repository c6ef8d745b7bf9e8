"""What nobody needs goes from a store, and nothing else, whoever is at work in it."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest

from compiler.storage.gc import Plan, Policy, carry_out, flows_of, plan
from runtime_shim import layout, records
from runtime_shim.artifacts.decode import load
from runtime_shim.clone import Origin, try_clone
from runtime_shim.lineage import Results
from runtime_shim.store.chunks import CHUNK
from tests.storage.filling import BLOBS, DAY, FLOW, Filler

MODEL, OTHER = random.Random(1).randbytes(10_000), random.Random(2).randbytes(10_000)
LARGE = random.Random(3).randbytes(CHUNK + 1000)
NO_RUNS = Policy(grace=DAY)
OLD_RUNS = Policy(grace=DAY, older_than=30 * DAY)


def planned(filler: Filler, policy: Policy) -> Plan:
    return plan(filler.store, FLOW, policy, time.time())


def collect(filler: Filler, policy: Policy) -> Plan:
    return carry_out(filler.store, planned(filler, policy), policy, time.time())


def names(found: Plan) -> list[str]:
    return [run.name for run in found.runs]


def value(filler: Filler, run: str, step: str = "start") -> Any:
    manifest = records.read_manifest(filler.store, FLOW, run, step, "0")
    assert manifest is not None
    return load(filler.store, FLOW, manifest["artifacts"]["model"], "model")


def test_an_old_blob_that_nobody_refers_to_goes(filler: Filler) -> None:
    filler.run("1", MODEL)
    old = filler.stored(OTHER, days=2)
    done = collect(filler, NO_RUNS)
    assert [blob.name for blob in done.blobs] == [old]
    assert done.bytes >= done.blobs[0].bytes > 0
    assert old not in filler.listed()
    assert value(filler, "1") == MODEL


def test_a_blob_that_was_stored_lately_stays(filler: Filler) -> None:
    new = filler.stored(OTHER, days=0.9)
    assert collect(filler, NO_RUNS).blobs == ()
    assert new in filler.listed()


def test_an_old_blob_that_a_run_refers_to_stays(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    for key in filler.blobs():
        filler.make_older(key, 100 * DAY)
    assert collect(filler, NO_RUNS) == Plan(flow=FLOW)
    assert value(filler, "1") == MODEL


def test_all_chunks_of_a_large_blob_stay_or_go_together(filler: Filler) -> None:
    filler.run("1", LARGE, days=100)
    for key in filler.blobs():
        filler.make_older(key, 100 * DAY)
    assert collect(filler, NO_RUNS).blobs == ()
    assert value(filler, "1") == LARGE
    done = collect(filler, OLD_RUNS)
    assert names(done) == ["1"]
    assert filler.blobs() == []


def test_items_of_a_foreach_stay(filler: Filler) -> None:
    ref = filler.save(MODEL)
    filler.run("1")
    items = {"artifact": "rows", "items": ref}
    filler.builder.done("1/fan/0", items=items, frames=[])
    frame = {"step": "fan", "artifact": "rows", "index": 0, "count": 1, "items": filler.save(OTHER)}
    filler.builder.done("1/item/0", items=None, frames=[frame])
    for key in filler.blobs():
        filler.make_older(key, 100 * DAY)
    assert collect(filler, NO_RUNS).blobs == ()


def test_planning_changes_nothing(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.stored(OTHER, days=2)
    before = filler.content()
    found = planned(filler, OLD_RUNS)
    assert names(found) == ["1"]
    assert len(found.blobs) == 1
    assert filler.content() == before


def test_a_plan_counts_the_bytes_that_go(folder: Filler) -> None:
    folder.run("1", MODEL, days=100)
    folder.store.write(f"{layout.data_key(FLOW, '1')}/x", b"12345")
    size = sum(size for key, size, _ in folder.store.walk(layout.run_key(FLOW, "1")))
    found = planned(folder, OLD_RUNS)
    assert found.runs[0].bytes == size + 5


@pytest.mark.parametrize(
    ("older_than", "keep", "going"),
    [
        (None, None, []),
        (30, None, ["a", "b"]),
        (5, None, ["a", "b", "c"]),
        (None, 1, ["a", "b", "c"]),
        (None, 3, ["a"]),
        (None, 0, ["a", "b", "c", "d"]),
        (30, 3, ["a"]),
        (30, 0, ["a", "b"]),
        (5, 2, ["a", "b"]),
    ],
)
def test_runs_go_by_age_and_by_number(
    folder: Filler, older_than: float | None, keep: int | None, going: list[str]
) -> None:
    for name, days in (("a", 50), ("b", 40), ("c", 10), ("d", 2)):
        folder.run(name, days=days)
    age = None if older_than is None else older_than * DAY
    found = planned(folder, Policy(grace=DAY, older_than=age, keep=keep))
    assert sorted(names(found)) == going


def test_everything_of_a_run_goes_with_it(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.run("2", OTHER)
    kept = filler.listed()
    filler.run("3:x", MODEL, days=100)
    filler.store.append(f"{layout.task_key(FLOW, '3:x', 'start', '0')}/0.log", b"text")
    filler.store.write(f"{layout.task_key(FLOW, '3:x', 'start', '0')}/a.card.html", b"<html>")
    filler.store.write(f"{layout.data_key(FLOW, '3:x')}/deep/key", b"data")
    filler.store.write(f"{layout.tags_key(FLOW, '3:x')}/+tag", b"")
    done = collect(filler, OLD_RUNS)
    assert sorted(names(done)) == ["1", "3:x"]
    left = [key for key in kept if "/runs/1/" not in key]
    listed = layout.recent_entry(FLOW, "2", record(filler, "2")["created"])
    assert [key for key in filler.listed() if "/recent/" in key] == [listed]
    assert [key for key in filler.listed() if "/recent/" not in key] == [
        key for key in left if "/recent/" not in key
    ]
    assert filler.store.children(f"{FLOW}/runs") == ["2/"]


def record(filler: Filler, run: str) -> dict[str, Any]:
    found = records.read(filler.store, layout.run_record(FLOW, run))
    assert found is not None
    return found


def test_blobs_of_runs_that_go_go_in_the_same_pass(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.run("2", OTHER, days=100)
    filler.run("3", OTHER)
    for key in filler.blobs():
        filler.make_older(key, 50 * DAY)
    assert len(planned(filler, OLD_RUNS).blobs) == 1
    assert len(collect(filler, OLD_RUNS).blobs) == 1
    assert value(filler, "3") == OTHER


def test_an_unfinished_run_that_was_active_lately_stays(filler: Filler) -> None:
    filler.run("1", MODEL, days=100, ended=False)
    filler.run("2", MODEL, days=100, ended=False)
    filler.store.append(f"{layout.task_key(FLOW, '1', 'train', '0')}/0.log", b"still here")
    assert names(collect(filler, OLD_RUNS)) == ["2"]
    assert value(filler, "1") == MODEL


def test_a_run_that_a_scheduler_saw_end_is_finished(folder: Filler) -> None:
    folder.run("1", days=100, ended=False)
    folder.builder.ended("1", "failed")
    assert names(planned(folder, OLD_RUNS)) == ["1"]


def test_a_live_task_finds_what_it_stored_before_it_commits(filler: Filler) -> None:
    filler.run("1", days=0, ended=False)
    filler.stored(MODEL, days=2)
    found = planned(filler, NO_RUNS)
    assert len(found.blobs) == 1
    ref = filler.save(MODEL)
    assert carry_out(filler.store, found, NO_RUNS, time.time()).blobs == ()
    filler.builder.done("1/train/0", {"model": ref})
    assert value(filler, "1", "train") == MODEL


def test_the_origin_of_an_unfinished_run_stays(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.run("2", days=90, origin="1")
    filler.run("3", days=0, ended=False, origin="2")
    done = collect(filler, OLD_RUNS)
    assert names(done) == ["1"]
    assert record(filler, "2")["run"] == "2"


def test_a_run_stays_if_a_chain_of_unfinished_runs_needs_it(folder: Filler) -> None:
    folder.run("1", days=100)
    folder.run("2", days=90, ended=False, origin="1")
    folder.run("3", days=0, ended=False, origin="2")
    assert names(planned(folder, OLD_RUNS)) == []
    folder.builder.ended("3", "failed")
    assert sorted(names(planned(folder, OLD_RUNS))) == ["1", "2"]


def test_a_resumption_that_begins_after_the_plan_keeps_its_origin(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.run("2", days=100)
    found = planned(filler, OLD_RUNS)
    filler.run("3", days=0, ended=False, origin="1")
    assert names(carry_out(filler.store, found, OLD_RUNS, time.time())) == ["2"]
    assert not filler.store.exists(layout.removing_record(FLOW, "1"))
    assert value(filler, "1") == MODEL


def test_a_run_that_goes_on_after_the_plan_stays(filler: Filler) -> None:
    filler.run("1", MODEL, days=100, ended=False)
    found = planned(filler, OLD_RUNS)
    filler.done("1/train/0", OTHER)
    assert names(carry_out(filler.store, found, OLD_RUNS, time.time())) == []
    assert value(filler, "1", "train") == OTHER


def test_a_run_that_resumed_another_is_whole_without_it(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.run("2", days=1, ended=False, origin="1")
    filler.store.delete(layout.manifest(FLOW, "2", "start", "0"))
    origin = Origin(Results(filler.store, FLOW, "1"), ())
    mine = Results(filler.store, FLOW, "2")
    cloned = try_clone(filler.store, mine, origin, ("start", ()), [])
    assert cloned is not None
    filler.done("2/end/0")
    for key in filler.blobs():
        filler.make_older(key, 100 * DAY)
    assert names(collect(filler, OLD_RUNS)) == ["1"]
    assert value(filler, "2") == MODEL


def test_a_removal_that_was_killed_is_gone_on_with(filler: Filler) -> None:
    filler.run("1", MODEL, days=1)
    filler.run("2", OTHER, days=1)
    records.create(filler.store, layout.removing_record(FLOW, "1"), {})
    filler.store.delete(layout.manifest(FLOW, "1", "start", "0"))
    assert names(collect(filler, NO_RUNS)) == ["1"]
    assert [key for key in filler.listed() if "/1/" in key] == []
    assert value(filler, "2") == OTHER


def test_a_damaged_manifest_keeps_all_blobs_of_its_flow(filler: Filler) -> None:
    filler.run("1", MODEL)
    filler.stored(OTHER, days=2)
    key = layout.manifest(FLOW, "1", "start", "0")
    filler.store.write(key, filler.store.read(key)[:-9])
    done = collect(filler, NO_RUNS)
    assert done.blobs == ()
    (problem,) = done.problems
    assert key in problem
    assert len(filler.blobs()) == 2


def test_a_record_of_a_run_that_cannot_be_read_keeps_the_run(filler: Filler) -> None:
    filler.run("1", MODEL, days=100)
    filler.store.write(layout.run_record(FLOW, "1"), b"{")
    assert collect(filler, OLD_RUNS) == Plan(flow=FLOW)
    assert value(filler, "1") == MODEL


def test_other_flows_are_left_alone(filler: Filler) -> None:
    filler.run("1", days=100)
    other = Filler(filler.store)
    other.builder.flow = "OtherFlow"
    other.builder.extra = {"created": 1.0}
    other.builder.run("1")
    assert flows_of(filler.store) == ["OtherFlow", FLOW]
    assert names(collect(filler, OLD_RUNS)) == ["1"]
    assert filler.store.exists(layout.run_record("OtherFlow", "1"))
    assert not filler.store.exists(layout.run_record(FLOW, "1"))


def test_files_that_killed_tasks_left_go_when_they_are_old(folder: Filler) -> None:
    folder.run("1", MODEL)
    for name, days in (("old", 2.0), ("new", 0.5)):
        file, path = folder.store.temporary(BLOBS)
        os.write(file, name.encode())
        os.close(file)
        then = time.time() - days * DAY
        os.utime(path, (then, then))
    done = collect(folder, NO_RUNS)
    assert [found.bytes for found in done.leftovers] == [3]
    assert [size for _, size, _ in folder.store.leftovers(FLOW)] == [3]
