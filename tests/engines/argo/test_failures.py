"""What happens to a run when something happens to its tasks, its controller or its node."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.kinds import POD
from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import Phase
from runtime_shim import records
from runtime_shim.artifacts.decode import load
from tests.engines.argo.deploying import deploy, started
from tests.engines.cluster import phase_of, wait_until
from tests.engines.kubernetes import building, node
from tests.engines.kubernetes.kubectl import kubectl

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.backends.deploying import TaskStatus
    from tests.engines.cluster import Cluster, Document

FILE = "failing.py"


def ended(cluster: Cluster, run: str, seconds: float = 240) -> Document:
    return cluster.ended([run], seconds)[run]


def shown(workflow: Document) -> dict[str, TaskStatus]:
    """Return what Argo shows of each task, by step and path."""
    return {f"{task.step}/{task.path}": task for task in tasks_of(workflow) or ()}


def artifact(cluster: Cluster, flow: str, run: str, step: str, name: str, path: str = "0") -> Any:
    """Return the value of an artifact of a task."""
    task = records.read_manifest(cluster.store, flow, run, step, path)
    assert task is not None, f"{run}/{step}/{path} left nothing"
    return load(cluster.store, flow, task["artifacts"][name], name)


def is_waiting(cluster: Cluster, run: str) -> bool:
    """Say whether the step `wait` of a run has begun."""
    lines = cluster.deployer.logs(run, "wait", "0")
    try:
        return any("waiting" in line or "attempt" in line for line in lines)
    except Exception:  # noqa: BLE001 - the pod is not there yet, or not that far
        return False


def pod_of(cluster: Cluster, run: str, step: str) -> Document:
    [found] = [pod for pod in cluster.pods(run) if f"-{step}-" in pod["metadata"]["name"]]
    return found


def test_a_step_whose_pod_is_deleted_is_tried_again(cluster: Cluster, folder: Path) -> None:
    run = started(cluster, deploy(cluster, FILE, "TriedAgainFlow", folder))
    wait_until("the step runs", lambda: is_waiting(cluster, run))
    cluster.api.delete(POD, pod_of(cluster, run, "wait")["metadata"]["name"])
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded"
    assert shown(workflow)["wait/0"].attempts == 2
    assert artifact(cluster, "TriedAgainFlow", run, "wait", "attempt") == 1


def test_a_run_whose_pod_is_deleted_fails_without_a_retry(cluster: Cluster, folder: Path) -> None:
    run = started(cluster, deploy(cluster, FILE, "PlainFlow", folder))
    wait_until("the step runs", lambda: is_waiting(cluster, run))
    cluster.api.delete(POD, pod_of(cluster, run, "wait")["metadata"]["name"])
    workflow = ended(cluster, run)
    assert phase_of(workflow) in {"Failed", "Error"}
    found = shown(workflow)
    assert found["wait/0"].phase is Phase.FAILED
    assert found["end/0"].phase is Phase.SKIPPED
    assert records.read_manifest(cluster.store, "PlainFlow", run, "wait", "0") is None


def test_a_run_goes_on_after_the_controller_was_restarted(cluster: Cluster, folder: Path) -> None:
    name = deploy(cluster, FILE, "PlainFlow", folder)
    run = started(cluster, name, {"seconds": "15"})
    wait_until("the step runs", lambda: is_waiting(cluster, run))
    _kill_controller()
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded"
    assert {task.attempts for task in shown(workflow).values()} == {1}


def test_a_run_goes_on_after_the_kubelet_was_restarted(cluster: Cluster, folder: Path) -> None:
    name = deploy(cluster, FILE, "PlainFlow", folder)
    run = started(cluster, name, {"seconds": "10"})
    wait_until("the step runs", lambda: is_waiting(cluster, run))
    node.restart("kubelet")
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded"
    assert shown(workflow)["wait/0"].attempts == 1


def test_kills_memory_and_time_are_retried_and_caught(cluster: Cluster, folder: Path) -> None:
    flow = "KilledFlow"
    run = started(cluster, deploy(cluster, FILE, flow, folder))
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded", workflow["status"].get("message")
    assert shown(workflow)["start/0"].attempts == 3
    assert artifact(cluster, flow, run, "start", "attempt") == 2
    assert "was killed" in str(artifact(cluster, flow, run, "fill", "failure"))
    assert "longer than 2 seconds" in str(artifact(cluster, flow, run, "slow", "late"))


def test_a_run_that_takes_too_long_fails(cluster: Cluster, folder: Path) -> None:
    name = deploy(cluster, FILE, "PlainFlow", folder, "active_deadline_seconds = 12")
    run = started(cluster, name)
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Failed"
    status = cluster.deployer.status(run)
    assert status is not None
    assert status.phase is Phase.FAILED
    assert records.read_manifest(cluster.store, "PlainFlow", run, "end", "0") is None


def test_one_item_fails_and_argo_runs_it_again(cluster: Cluster, folder: Path) -> None:
    flow = "OneFailsFlow"
    run = started(cluster, deploy(cluster, FILE, flow, folder))
    failed = ended(cluster, run)
    assert phase_of(failed) == "Failed"
    tasks = shown(failed)
    assert {path: tasks[f"work/{path}"].phase for path in "0123"} == {
        "0": Phase.SUCCEEDED,
        "1": Phase.FAILED,
        "2": Phase.SUCCEEDED,
        "3": Phase.SUCCEEDED,
    }
    assert tasks["collect/0"].phase is Phase.SKIPPED
    before = records.read_manifest(cluster.store, flow, run, "work", "0")
    _retry(cluster, failed)
    again = ended(cluster, run)
    assert phase_of(again) == "Failed"
    assert records.read_manifest(cluster.store, flow, run, "work", "0") == before
    attempts = cluster.store.children(_task_key(flow, run, "work", "1"))
    assert {"0.failed.json", "1.failed.json"} <= set(attempts)


def test_a_loop_ends_at_argos_limit_with_a_clear_failure(cluster: Cluster, folder: Path) -> None:
    name = deploy(cluster, FILE, "LoopFlow", folder)
    run = started(cluster, name, {"rounds": "3"})
    workflow = ended(cluster, run)
    assert phase_of(workflow) == "Succeeded"
    assert artifact(cluster, "LoopFlow", run, "end", "count") == 3


def _task_key(flow: str, run: str, step: str, path: str) -> str:
    return f"{flow}/runs/{run}/tasks/{step}/{path}"


def _kill_controller() -> None:
    kubectl("-n", "argo", "delete", "pod", "-l", "app=workflow-controller", "--grace-period=0")


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
