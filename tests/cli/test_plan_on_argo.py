"""Plans, drift, history and rollback with Argo's own deployer, and a cluster in this process."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import FLOW, Answer, project, run
from tests.cli.test_plan import LARGER, SCHEDULED
from tests.fake_kubernetes import Cluster, kubeconfig, served

NAME = "tiny-flow"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with served(Cluster()) as found:
        yield found


class Shell:
    """Runs commands in a folder with a flow; the cluster says where the store is."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder = project(folder, flow_dot_py=FLOW, flowc_dot_toml='target = "argo"\n')
        self.cluster = cluster
        self.environ = {"KUBECONFIG": str(kubeconfig(folder, cluster)), "USER": "alice"}
        (folder / "store").mkdir()
        store = {"metadata": {"name": "flowc"}, "data": {"store": str(folder / "store")}}
        cluster.put("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", **store}, "platform")

    def __call__(self, *argv: str, flow: str | None = None) -> Answer:
        if flow is not None:
            project(self.folder, flow_dot_py=flow)
        return run(self.folder, *argv, environ=self.environ)

    def edit(self, resource: str, path: Sequence[str | int], value: Any) -> None:
        live = copy.deepcopy(self.cluster.at(resource, NAME))
        assert live is not None
        place: Any = live
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        self.cluster.put(resource, live, "kubectl-edit")


@pytest.fixture
def flowc(tmp_path: Path, cluster: Cluster) -> Shell:
    return Shell(tmp_path, cluster)


def test_a_deployment_is_planned_made_watched_and_undone(flowc: Shell) -> None:
    assert flowc("plan", "flow.py").status == 3
    assert flowc("deploy", "flow.py").status == 0
    assert flowc("plan", "flow.py").status == 0
    assert flowc("drift", NAME).status == 0

    planned = flowc("plan", "flow.py", flow=LARGER)
    assert planned.status == 3
    assert "~ step start: memory: none → 4096 MB" in planned.out
    assert flowc("deploy", "flow.py").status == 0

    memory: list[str | int] = [
        "spec",
        "templates",
        1,
        "container",
        "resources",
        "requests",
        "memory",
    ]
    flowc.edit("workflowtemplates", memory, "9000M")
    drifted = flowc("drift", "flow.py")
    assert drifted.status == 3
    assert "~ step start: memory: 4096 MB → 9000 MB" in drifted.out
    assert "requests.memory: 4096M → 9000M, set by kubectl-edit" in drifted.out

    assert flowc("rollback", NAME, "--yes").status == 5
    assert flowc("rollback", NAME, "--yes", "--force").status == 0
    assert flowc("drift", NAME).status == 0
    rows = flowc("history", NAME).out.splitlines()
    assert [row.split()[0] for row in rows] == ["N", "3", "2", "1"]
    assert "back to 1: " in rows[1]


def test_a_schedule_that_somebody_deleted_or_changed_is_drift(flowc: Shell) -> None:
    assert flowc("deploy", "flow.py", flow=SCHEDULED).status == 0
    flowc.edit("cronworkflows", ["spec", "schedules"], ["1 1 * * *"])
    drifted = flowc("drift", NAME)
    assert drifted.status == 3
    assert "~ schedule: cron: 0 6 * * * → 1 1 * * *" in drifted.out
    assert "spec.schedules: " in drifted.out


def test_a_trigger_is_planned_in_words(flowc: Shell) -> None:
    fed = FLOW.replace("import FlowSpec", "import FlowSpec, trigger").replace(
        "class TinyFlow", '@trigger(event="fed")\nclass TinyFlow'
    )
    assert flowc("deploy", "flow.py").status == 0
    planned = flowc("plan", "flow.py", flow=fed)
    assert "+ trigger fed is new" in planned.out
    assert "+ Sensor tiny-flow is created" in planned.out
