"""How little is read: what stays the same whether a flow has ten runs or ten thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.client import Flow, Run
from flowc.client.flow import known_flow
from flowc.client.scope import Scope
from tests.client.building import Builder, train_run
from tests.client.counting import CountingStore

RUNS = 10_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with ten thousand entries of runs, of which the newest have records."""
    folder = tmp_path_factory.mktemp("many")
    recent = folder / "TrainFlow" / "recent"
    recent.mkdir(parents=True)
    for number in range(RUNS):
        # The oldest runs first: greater names are older.
        (recent / f"{98_300_000_000_000_000 + number:017d}-old{number}").touch()
    builder = Builder(CountingStore(str(folder)))
    for number in range(100):
        train_run(builder, f"new{number}", items=1)
    return folder


def test_the_latest_run_costs_two_listings_and_two_records(many: Path) -> None:
    store = CountingStore(str(many))
    run = Flow("TrainFlow", _scope=Scope(store, "user:alice")).latest_run
    assert run is not None
    assert run.id == "new99"
    # One of each says that the flow has a run in the namespace, one finds the latest.
    assert store.listings == 2
    assert store.keys == ["TrainFlow/runs/new99/run.json"] * 2


def test_the_latest_successful_run_reads_the_end_of_one_more_run_at_a_time(many: Path) -> None:
    store = CountingStore(str(many))
    builder = Builder(store, runs=1000)
    for number in range(3):
        builder.run(f"failed{number}")
    store.keys.clear()
    run = known_flow("TrainFlow", Scope(store, "user:alice")).latest_successful_run
    assert run is not None
    assert run.id == "new99"
    assert len([key for key in store.keys if key.endswith("run.json")]) <= 7
    assert len([key for key in store.keys if key.endswith("done.json")]) <= 7
    for number in range(3):
        store.delete(f"TrainFlow/runs/failed{number}/run.json")


def test_runs_of_others_are_read_many_at_a_time(many: Path) -> None:
    store = CountingStore(str(many))
    assert known_flow("TrainFlow", Scope(store, "user:nobody")).latest_run is None
    assert max(store.batches) == 64
    assert len(store.batches) < 2 * (RUNS + 100) / 64
    # Listings grow: a folder is read as a whole each time.
    assert store.listings <= 5


def test_whether_tags_were_changed_is_listed_once_for_all_runs(many: Path) -> None:
    store = CountingStore(str(many))
    flow = known_flow("TrainFlow", Scope(store, "user:alice"))
    assert list(flow.runs("good")) == []
    tags = store.listings
    store = CountingStore(str(many))
    assert len(list(known_flow("TrainFlow", Scope(store, "user:alice")))) == 100
    assert tags == store.listings + 1


def test_the_tasks_of_a_step_are_read_many_at_a_time(tmp_path: Path) -> None:
    train_run(Builder(CountingStore(str(tmp_path))), "1", items=200)
    store = CountingStore(str(tmp_path))
    step = Run("TrainFlow/1", _scope=Scope(store, "user:alice"))["train"]
    store.batches.clear()
    assert len(list(step)) == 200
    assert store.batches == []
    assert [task.data.x for task in step] == list(range(199, -1, -1))
    assert store.batches == [64, 64, 64, 8]


def test_one_task_of_many_is_read_alone_and_once(tmp_path: Path) -> None:
    train_run(Builder(CountingStore(str(tmp_path))), "1", items=200)
    store = CountingStore(str(tmp_path))
    run = Run("TrainFlow/1", _scope=Scope(store, "user:alice"))
    store.keys.clear()
    task = run["train"]["7"]
    assert (task.data.x, task.data.score, task.index) == (7, 70, 7)
    assert store.keys == ["TrainFlow/runs/1/tasks/train/7/done.json"]


def test_the_children_of_one_item_are_found_without_reading_the_others(tmp_path: Path) -> None:
    builder = Builder(CountingStore(str(tmp_path)))
    builder.links = [("a", "", "b*"), ("b", "^a", "c"), ("c", "b", "d"), ("d", "c*", "")]
    builder.run("1")
    for item in range(100):
        builder.done(f"1/b/{item}", inputs=["a/0"])
        builder.done(f"1/c/{item}", inputs=[f"b/{item}"])
    store = CountingStore(str(tmp_path))
    task = Run("TrainFlow/1", _scope=Scope(store))["b"]["42"]
    store.keys.clear()
    assert [child.pathspec for child in task.child_tasks] == ["TrainFlow/1/c/42"]
    assert [key for key in store.keys if "/c/" in key and "42" not in key] == [
        "TrainFlow/runs/1/tasks/c/0/done.json"
    ]


def test_listing_artifacts_loads_none(tmp_path: Path) -> None:
    builder = Builder(CountingStore(str(tmp_path)))
    builder.run("1")
    blob = {"pickle": {"blob": "ab" * 32, "parts": [9]}, "type": "Model", "size": 9}
    builder.done("1/start/0", {"model": blob})
    store = CountingStore(str(tmp_path))
    task = Run("TrainFlow/1", _scope=Scope(store))["start"]["0"]
    assert [(a.id, a.type, a.size) for a in task.artifacts] == [("model", "Model", 9)]
    assert "model" in task.data
    assert not [key for key in store.keys if "blobs" in key]
