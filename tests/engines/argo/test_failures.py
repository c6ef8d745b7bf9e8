"""What happens to a run when something happens to its tasks, its controller or its node."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compiler.backends.argo.deploy.kinds import POD
from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import DeployError, Phase
from runtime_shim import layout, records
from runtime_shim.artifacts.decode import load
from tests.engines.argo.deploying import deploy, started
from tests.engines.cluster import phase_of
from tests.engines.conftest import on_own_node
from tests.engines.kubernetes import building, node
from tests.engines.kubernetes.kubectl import kubectl
from tests.engines.kubernetes.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.deploying import TaskStatus
    from tests.engines.cluster import Cluster, Document

pytestmark = on_own_node

FILE = "failing.py"
SECONDS = 300
"""How long a run of these may take, with all that is done to it."""


@pytest.fixture(scope="module")
def runs(cluster: Cluster) -> Mapping[str, str]:
    """Start all runs at once, do to each what its test is about; return their ids."""
    plain = _deployed(cluster, "PlainFlow")
    patient = {"seconds": "600"}
    found = {
        "tried again": started(cluster, _deployed(cluster, "TriedAgainFlow")),
        "deleted": started(cluster, plain, patient),
        "goes on": started(cluster, plain, {"seconds": "60"}),
        "killed": started(cluster, _deployed(cluster, "KilledFlow")),
        "one fails": started(cluster, _deployed(cluster, "OneFailsFlow")),
        "loop": started(cluster, _deployed(cluster, "LoopFlow"), {"rounds": "3"}),
    }
    limited = _deployed(cluster, "PlainFlow", "active_deadline_seconds = 30", "limited-flow")
    found["late"] = started(cluster, limited, patient)
    for name in ("tried again", "deleted", "goes on"):
        _await_step(cluster, found[name])
    for name in ("tried again", "deleted"):
        cluster.api.delete(POD, _pod_of(cluster, found[name], "wait"))
    kubectl("-n", "argo", "delete", "pod", "-l", "app=workflow-controller", "--grace-period=0")
    node.restart("kubelet")
    return found


def _deployed(cluster: Cluster, flow: str, settings: str = "", name: str = "") -> str:
    with tempfile.TemporaryDirectory() as folder:
        return deploy(cluster, FILE, flow, Path(folder), settings, name)


def ended(cluster: Cluster, run: str) -> Document:
    """Return a run's Workflow once it has ended."""
    return cluster.ended([run], SECONDS)[run]


def shown(workflow: Document) -> dict[str, TaskStatus]:
    """Return what Argo shows of each task, by step and path."""
    return {f"{task.step}/{task.path}": task for task in tasks_of(workflow) or ()}


def artifact(cluster: Cluster, flow: str, run: str, step: str, name: str) -> Any:
    """Return the value of an artifact of a step's only task."""
    task = records.read_manifest(cluster.store, flow, run, step, "0")
    assert task is not None, f"{run}/{step} left nothing"
    return load(cluster.store, flow, task["artifacts"][name], name)


def _await_step(cluster: Cluster, run: str) -> None:
    """Wait until the step `wait` of a run has printed something, and Argo knows that it runs.

    Argo makes a pod that is gone anew, whatever the step's retries, if it had not yet seen it run.
    """

    def has_begun() -> bool:
        task = shown(cluster.workflow(run)).get("wait/0")
        if task is None or task.phase is not Phase.RUNNING:
            return False
        try:
            return any(cluster.deployer.logs(run, "wait", "0"))
        except DeployError:  # there is no pod yet, or it is not that far
            return False

    wait_until(f"{run} is at its second step", has_begun, 120)


def _pod_of(cluster: Cluster, run: str, step: str) -> str:
    [name] = [
        pod["metadata"]["name"]
        for pod in cluster.pods(run)
        if f"-{step}-" in pod["metadata"]["name"]
    ]
    return str(name)


def test_a_step_whose_pod_is_deleted_is_tried_again(
    cluster: Cluster, runs: Mapping[str, str]
) -> None:
    run = runs["tried again"]
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded"
    assert shown(workflow)["wait/0"].attempts == 2
    assert artifact(cluster, "TriedAgainFlow", run, "wait", "attempt") == 1


def test_a_run_whose_pod_is_deleted_fails_without_a_retry(
    cluster: Cluster, runs: Mapping[str, str]
) -> None:
    workflow = ended(cluster, runs["deleted"])
    assert phase_of(workflow) in {"Failed", "Error"}
    found = shown(workflow)
    assert found["wait/0"].phase is Phase.FAILED
    assert found["end/0"].phase is Phase.SKIPPED
    assert records.read_manifest(cluster.store, "PlainFlow", runs["deleted"], "wait", "0") is None


def test_a_run_goes_on_after_the_controller_and_the_kubelet_were_restarted(
    cluster: Cluster, runs: Mapping[str, str]
) -> None:
    workflow = ended(cluster, runs["goes on"])
    assert phase_of(workflow) == "Succeeded"
    assert {task.attempts for task in shown(workflow).values()} == {1}


def test_kills_memory_and_time_are_retried_and_caught(
    cluster: Cluster, runs: Mapping[str, str]
) -> None:
    flow, run = "KilledFlow", runs["killed"]
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded", workflow["status"].get("message")
    assert shown(workflow)["start/0"].attempts == 3
    assert artifact(cluster, flow, run, "start", "attempt") == 2
    assert str(artifact(cluster, flow, run, "fill", "failure")).startswith("Killed: ")
    assert "longer than 2 seconds" in str(artifact(cluster, flow, run, "slow", "late"))


def test_a_run_that_takes_too_long_fails(cluster: Cluster, runs: Mapping[str, str]) -> None:
    assert phase_of(ended(cluster, runs["late"])) == "Failed"
    status = cluster.deployer.status(runs["late"])
    assert status is not None
    assert status.phase is Phase.FAILED
    assert records.read_manifest(cluster.store, "PlainFlow", runs["late"], "end", "0") is None


def test_one_item_fails_and_argo_runs_it_alone_again(
    cluster: Cluster, runs: Mapping[str, str]
) -> None:
    flow, run = "OneFailsFlow", runs["one fails"]
    failed = ended(cluster, run)
    assert phase_of(failed) == "Failed"
    tasks = shown(failed)
    good, bad = Phase.SUCCEEDED, Phase.FAILED
    assert [tasks[f"work/{path}"].phase for path in range(4)] == [good, bad, good, good]
    assert tasks["collect/0"].phase is Phase.SKIPPED
    before = [_attempts(cluster, flow, run, str(path)) for path in range(4)]
    _retry(cluster, failed)
    wait_until("it runs again", lambda: phase_of(cluster.workflow(run)) == "Running")
    assert phase_of(ended(cluster, run)) == "Failed"
    after = [_attempts(cluster, flow, run, str(path)) for path in range(4)]
    assert before == [1, 1, 1, 1]
    assert after == [1, 2, 1, 1]


def test_a_loop_goes_round(cluster: Cluster, runs: Mapping[str, str]) -> None:
    assert phase_of(ended(cluster, runs["loop"])) == "Succeeded"
    assert artifact(cluster, "LoopFlow", runs["loop"], "end", "count") == 3


def _attempts(cluster: Cluster, flow: str, run: str, path: str) -> int:
    """Return how many attempts of an item the store has."""
    names = cluster.store.children(layout.task_key(flow, run, "work", path))
    return sum(name.endswith(".start.json") for name in names)


def _retry(cluster: Cluster, failed: Document) -> None:
    """Do to a failed Workflow what `argo retry` does."""
    program = building.argo_programs(cluster.version) / "argo-retry"
    done = subprocess.run(
        [program], input=json.dumps(failed), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for pod in found["pods"] or ():
        cluster.api.delete(POD, pod)
    cluster.replace(found["workflow"])
