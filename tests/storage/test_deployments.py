"""Records of deployments: numbered one after the other, never changed, never collected."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compiler.storage.deployments import (
    Deployment,
    add_deployment,
    deployed_flows,
    deployed_names,
    deployments,
)
from compiler.storage.gc import Policy, carry_out, flows_of, plan
from runtime_shim.errors import StoreError
from runtime_shim.store.folder import FolderStore

KEY = "PetsFlow/deployments/argo/pets-flow/1.json"
MADE = Deployment(
    flow="PetsFlow",
    target="argo",
    name="pets-flow",
    place="namespace flows",
    identity="sha256:0f3b9c51aa020000/flows",
    files=(("pets-flow.yaml", "kind: WorkflowTemplate\n"),),
    digest="0f" * 32,
    ir={"format": "flowc.ir/1"},
    changes=("WorkflowTemplate pets-flow: create",),
    user="alice",
    version="0.1.0",
    created=1000.5,
    uid="a" * 32,
)


def store_in(folder: Path) -> FolderStore:
    return FolderStore(str(folder))


class Answerless(FolderStore):
    """A store whose answer to a creation gets lost: it says that something was there."""

    def create(self, key: str, data: bytes) -> bool:
        super().create(key, data)
        return False


def test_deployments_are_numbered_from_one(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    numbers = [add_deployment(store, replace(MADE, uid=uid)).number for uid in "abc"]
    assert numbers == [1, 2, 3]


def test_a_deployment_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    made = add_deployment(store, replace(MADE, back_to=7))
    assert deployments(store, "PetsFlow", "argo", "pets-flow") == [made]


def test_the_tenth_comes_after_the_ninth(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for number in range(11):
        add_deployment(store, replace(MADE, uid=str(number)))
    found = deployments(store, "PetsFlow", "argo", "pets-flow")
    assert [one.number for one in found] == list(range(1, 12))


def test_a_number_that_somebody_took_in_between_is_left_to_them(tmp_path: Path) -> None:
    store = store_in(tmp_path)

    class Racing(FolderStore):
        def create(self, key: str, data: bytes) -> bool:
            if key == KEY:
                add_deployment(store, replace(MADE, uid="other"))
            return super().create(key, data)

    assert add_deployment(Racing(str(tmp_path)), MADE).number == 2
    assert deployments(store, "PetsFlow", "argo", "pets-flow")[0].uid == "other"


def test_a_lost_answer_makes_no_second_record(tmp_path: Path) -> None:
    store = Answerless(str(tmp_path))
    assert add_deployment(store, MADE).number == 1
    assert len(deployments(store, "PetsFlow", "argo", "pets-flow")) == 1


def test_names_and_targets_are_kept_apart(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for target, name in (("argo", "a"), ("argo", "b/../c"), ("airflow", "a")):
        add_deployment(store, replace(MADE, target=target, name=name))
    assert set(deployed_names(store, "PetsFlow")) == {
        ("argo", "a"),
        ("argo", "b/../c"),
        ("airflow", "a"),
    }
    assert deployed_flows(store) == ["PetsFlow"]


def test_a_flow_that_was_only_run_was_not_deployed(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.create("PetsFlow/runs/1/run.json", b"{}")
    assert deployed_flows(store) == []
    assert deployed_names(store, "PetsFlow") == []


@pytest.mark.parametrize(
    "change",
    [
        {"format": "flowc.deployment/2"},
        {"files": [{"path": "a", "sha256": "0", "text": "other"}]},
        {"files": None},
        {"changes": 3},
    ],
)
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    store = store_in(tmp_path)
    add_deployment(store, MADE)
    document = json.loads(store.read(KEY))
    store.write(KEY, json.dumps(document | change).encode())
    with pytest.raises(StoreError, match=KEY):
        deployments(store, "PetsFlow", "argo", "pets-flow")


def test_cleaning_the_store_leaves_deployments_alone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.create("PetsFlow/runs/1/run.json", b'{"created": 1}')
    add_deployment(store, MADE)
    policy = Policy(grace=0, older_than=0)
    for flow in flows_of(store):
        carry_out(store, plan(store, flow, policy, 1e12), policy, 1e12)
    assert not store.exists("PetsFlow/runs/1/run.json")
    assert len(deployments(store, "PetsFlow", "argo", "pets-flow")) == 1
