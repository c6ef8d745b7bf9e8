"""On a real cluster: the commands of production do what they say, and runs stand as is said.

What the controller makes of a flow (the names, types and inputs of nodes, attempts, what was left
out) is told apart as the tasks that the store has of the same run.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import NotFound, Phase
from compiler.cli.production import record_in
from compiler.cli.standings import stored_tasks
from tests.cli.shell import Answer, run
from tests.engines.argo.cases import golden_cases
from tests.engines.kubernetes.places import KUBECONFIG, OTHER
from tests.engines.kubernetes.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.argo.conftest import Outcomes
    from tests.engines.cluster import Cluster

NAME = "foreach-flow-that-is-operated"


def test_the_nodes_of_every_run_are_the_tasks_that_the_store_has(outcomes: Outcomes) -> None:
    compared = 0
    for workflow in outcomes.workflows.values():
        record = record_in(outcomes.cluster.store, workflow["metadata"]["name"])
        if record is None or workflow["status"]["phase"] != "Succeeded":
            continue
        nodes = tasks_of(workflow)
        assert nodes is not None
        seen = [task for task in nodes if task.phase is not Phase.SKIPPED]
        stored = stored_tasks(outcomes.cluster.store, record)
        assert {(task.step, task.path, task.attempts) for task in seen} == {
            (task.step, task.path, task.attempts) for task in stored
        }
        compared += 1
    assert compared > len(outcomes.workflows) // 2


class Shell:
    """Runs commands in the folder of a golden flow, on the cluster of the tests."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster

    def __call__(self, *argv: str) -> Answer:
        environ = {**os.environ, "KUBECONFIG": str(OTHER or KUBECONFIG), "USER": "alice"}
        service = ("--target", "argo", "--kube-namespace", self.cluster.api.namespace)
        return run(self.folder, *argv, *service, environ=environ)

    def done(self, *argv: str) -> str:
        """Return what a command that succeeds prints."""
        answer = self(*argv)
        assert answer.status == 0, answer.err
        return answer.out.strip()

    def trigger(self, name: str, *options: str) -> str:
        """Start a run whose id has `name` in it."""
        life = f"{self.cluster.version.replace('.', '-')}-{self.cluster.life}"
        command = ("trigger", "flow.py", "--deployment", NAME, "--run-id", f"{name}-{life}")
        return self.done(*command, *options)


@pytest.fixture
def flowc(every_cluster: Cluster, flow_images: None) -> Iterator[Shell]:
    (case,) = [case for case in golden_cases() if case.name == "foreach"]
    shell = Shell(case.folder, every_cluster)
    shell.done("deploy", "flow.py", "--name", NAME)
    yield shell
    for found in every_cluster.deployer.runs(NAME):
        every_cluster.deployer.delete_run(found.run)
    every_cluster.deployer.remove(NAME)


def test_a_run_is_started_once_followed_read_and_resumed(flowc: Shell) -> None:
    first = flowc.trigger("operated", "--tag", "try {{me}}")
    assert flowc.trigger("operated", "--tag", "try {{me}}") == first
    assert flowc("trigger", "flow.py", "--deployment", NAME, "--run-id", first).status == 5
    watched = flowc.done("status", first, "--watch", "--interval", "0.5")
    assert f"ForeachFlow/{first}  succeeded" in watched
    found = json.loads(flowc.done("status", NAME, "--output", "json"))
    assert found["run"] == first
    tasks = [(task["step"], task["task"]) for task in found["tasks"]]
    assert ("measure", "2") in tasks
    record = record_in(flowc.cluster.store, first)
    assert record is not None
    assert record["tags"] == ["try {{me}}"]
    printed = list(flowc.cluster.deployer.logs(first, "end", "0"))
    assert flowc.done("logs", f"ForeachFlow/{first}/end").splitlines()[-1].endswith(printed[-1])
    options = ("--deployment", NAME, "--origin-run-id", first)
    second = flowc.done("resume", "flow.py", "collect", *options)
    flowc.done("status", second, "--watch", "--interval", "0.5")
    again = record_in(flowc.cluster.store, second)
    assert again is not None
    assert again["origin"] == first
    listed = json.loads(flowc.done("list", NAME, "--output", "json"))
    assert [each["run"] for each in listed["runs"]] == [second, first]


def test_a_run_is_held_ended_and_forgotten(flowc: Shell) -> None:
    deployer = flowc.cluster.deployer
    held = flowc.trigger("held")
    flowc.done("suspend", held)
    assert "suspended" in flowc.done("status", held)
    flowc.done("unsuspend", held)
    flowc.done("terminate", held)

    def has_failed() -> bool:
        found = deployer.status(held)
        return found is not None and found.phase is Phase.FAILED

    wait_until("the run has ended", has_failed)
    assert flowc("status", held).status == 6
    assert flowc("terminate", held).status == 2
    flowc.done("delete", held, "--yes")
    with pytest.raises(NotFound):
        deployer.terminate(held)
