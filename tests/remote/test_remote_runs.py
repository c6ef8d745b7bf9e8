"""Runs in a bucket, read by the client and the commands as those in a folder are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from flowc.client import Metaflow
from flowc.client.scope import Scope
from runtime_shim.artifacts.encode import save
from runtime_shim.store.remote import RemoteStore
from tests.cli.shell import run
from tests.client.building import Builder, train_run


@pytest.fixture
def builder(store: RemoteStore) -> Builder:
    """Return a builder of a bucket with two runs: one succeeded, and a newer one failed."""
    builder = Builder(store)
    train_run(builder, "1", items=12)
    builder.printed("1/train/3", ("stdout", "one\n"))
    builder.printed("1/train/3", ("stdout", "two\n"), ("stderr", "three"))
    builder.run("2")
    builder.failed("2/start/0", "bad")
    builder.ended("2")
    return builder


def test_the_client_reads_a_bucket(builder: Builder) -> None:
    (flow,) = Metaflow(Scope(builder.store, "user:alice"))
    assert [run.id for run in flow] == ["2", "1"]
    found = flow.latest_successful_run
    assert found is not None
    assert found.id == "1"
    assert [step.id for step in found] == ["end", "join", "train", "start"]
    assert [task.data.x for task in found["train"]] == list(range(11, -1, -1))
    task = found["train"]["3"]
    assert (task.stdout, task.stderr, task.attempts) == ("one\ntwo\n", "three", [0])
    assert [child.id for child in task.child_tasks] == ["0"]
    assert "12" not in found["train"]
    assert flow["2"].status == "failed"


def test_tags_change_in_a_bucket(builder: Builder) -> None:
    (flow,) = Metaflow(Scope(builder.store, "user:alice"))
    flow["1"].add_tags(["good", "a/b"])
    flow["1"].remove_tag("good")
    assert flow["1"].user_tags == {"a/b"}
    assert [run.id for run in flow.runs("a/b")] == ["1"]


def test_values_are_loaded_from_a_bucket(builder: Builder) -> None:
    array = np.arange(10_000)
    builder.run("3")
    builder.done("3/start/0", {"array": save(builder.store, "TrainFlow", array, "array")})
    (flow,) = Metaflow(Scope(builder.store, "user:alice"))
    assert np.array_equal(flow["3"]["start"]["0"].data.array, array)


def test_the_commands_read_a_bucket(builder: Builder, tmp_path: Path) -> None:
    environ = {"FLOWC_USER": "alice", "FLOWC_STORE": builder.store.url}
    answer = run(tmp_path, "show", "TrainFlow/1", "--output", "json", environ=environ)
    steps = json.loads(answer.out)["steps"]
    assert [(step["step"], step["tasks"]) for step in steps] == [
        ("start", {"succeeded": 1}),
        ("train", {"succeeded": 12}),
        ("join", {"succeeded": 1}),
        ("end", {"succeeded": 1}),
    ]
    answer = run(tmp_path, "logs", "TrainFlow/1", environ=environ)
    assert answer.out.splitlines() == ["[train/3] one", "[train/3] two", "[train/3] three"]
