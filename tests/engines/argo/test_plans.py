"""On a real cluster: plans say what documents mean there, and drift is what somebody else set."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import pytest

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.deploy.kinds import CRON_WORKFLOW, WORKFLOW_TEMPLATE
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.backends.deploying import NotFound, Release
from compiler.comparison.flows import flow_summary
from tests.argo.test_summary import seen
from tests.cli.shell import Answer, project, run
from tests.cli.test_plan import LARGER, SCHEDULED
from tests.engines.kubernetes.places import KUBECONFIG, OTHER
from tests.test_golden_flows import CASES, flows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from compiler.backends.argo.deploy.api import Object
    from compiler.backends.argo.deploy.kinds import Kind
    from compiler.cli.goldens import Case
    from tests.engines.cluster import Cluster

# Nobody runs it: January 1st.
YEARLY = SCHEDULED.replace("0 6 * * *", "0 0 1 1 *")
NAME = "tiny-flow-that-is-planned"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_cluster_makes_of_a_flow_means_the_same(every_cluster: Cluster, case: Case) -> None:
    for of in flows(case):
        options = Options(settings=ArgoSettings())
        name = BACKEND.deployment_name(of, options)
        release = Release(flow=of.name, name=name, files=tuple(BACKEND.emit(of, options)))
        changes = every_cluster.deployer.plan(release, force=True)
        documents = [one.documents[1] for one in changes]
        assert BACKEND.summary([one for one in documents if one]) == seen(flow_summary(of))


class Shell:
    """Runs commands in a folder, on the cluster of the tests."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster

    def __call__(self, *argv: str) -> Answer:
        environ = {**os.environ, "KUBECONFIG": str(OTHER or KUBECONFIG), "USER": "alice"}
        return run(self.folder, *argv, environ=environ)

    def write(self, flow: str) -> None:
        namespace = self.cluster.api.namespace
        configured = f'target = "argo"\nstore = "store"\n[argo]\nnamespace = "{namespace}"\n'
        project(self.folder, flow_dot_py=flow, flowc_dot_toml=configured)

    def deploy(self, flow: str) -> None:
        self.write(flow)
        answer = self("deploy", "flow.py", "--name", NAME)
        assert answer.status == 0, answer.err

    def edit(self, kind: Kind, changes: Object) -> None:
        """Set some fields as somebody else."""
        self.cluster.api._answer(
            "patch",
            kind,
            NAME,
            query={"fieldManager": "somebody"},
            body=changes,
            content="application/merge-patch+json",
        )


@pytest.fixture
def flowc(tmp_path: Path, every_cluster: Cluster) -> Iterator[Shell]:
    yield Shell(tmp_path, every_cluster)
    with contextlib.suppress(NotFound):
        every_cluster.deployer.remove(NAME)


def test_a_deployment_is_planned_made_watched_and_undone(flowc: Shell) -> None:
    flowc.write(YEARLY)
    assert flowc("plan", "flow.py", "--name", NAME).status == 3
    flowc.deploy(YEARLY)
    assert flowc("plan", "flow.py", "--name", NAME).status == 0
    assert flowc("drift", NAME).status == 0
    flowc.deploy(LARGER)
    assert flowc("drift", "flow.py").status == 0
    assert flowc("rollback", NAME, "--yes").status == 0
    assert flowc("drift", NAME).status == 0
    flowc.write(YEARLY)
    assert flowc("plan", "flow.py", "--name", NAME).status == 0
    rows = flowc("history", NAME).out.splitlines()
    assert [row.split()[0] for row in rows] == ["N", "3", "2", "1"]


def test_drift_is_what_somebody_set_and_not_what_the_cluster_fills_in(flowc: Shell) -> None:
    flowc.deploy(YEARLY)
    flowc.edit(WORKFLOW_TEMPLATE, {"metadata": {"labels": {"team": "pets"}}})
    assert flowc("drift", NAME).status == 0
    flowc.edit(CRON_WORKFLOW, {"spec": {"schedules": ["1 1 1 1 *"]}})
    drifted = flowc("drift", NAME)
    assert drifted.status == 3
    assert "~ schedule: cron: 0 0 1 1 * → 1 1 1 1 *\n" in drifted.out
    assert 'spec.schedules: ["0 0 1 1 *"] → ["1 1 1 1 *"], set by somebody\n' in drifted.out
    assert flowc("rollback", NAME, "1", "--yes").status == 5
    assert flowc("rollback", NAME, "1", "--yes", "--force").status == 0
    assert flowc("drift", NAME).status == 0
