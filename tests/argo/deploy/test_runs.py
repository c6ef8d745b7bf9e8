"""Runs are found, newest first; how one stands is told, and it can be held, ended and deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.backends.argo.deploy.deployer import ArgoDeployer, deployer
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.deploying import NotFound, Phase, RunRequest, Unacceptable
from tests.argo.deploy.nodes import BEGAN, BEGIN, END, ENDED, node, run_of
from tests.argo.deploy.releases import DAILY, PARAMETERS, pets, release
from tests.fake_kubernetes import Cluster, kubeconfig

NAME = "pets-flow"


def start(argo: ArgoDeployer, run: str, deployment: str = NAME) -> None:
    argo.trigger(RunRequest(deployment=deployment, parameters={}, variables={}, run=run))


def test_the_latest_runs_come_first_and_others_not_at_all(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets()))
    argo.deploy(release(pets(), name="pets-of-ann"))
    for number in range(5):
        start(argo, f"r{number}")
        start(argo, f"a{number}", "pets-of-ann")
    cluster.put("workflows", {"metadata": {"name": "theirs"}, "spec": {}})
    assert [run.run for run in argo.runs(NAME, limit=3)] == ["r4", "r3", "r2"]
    assert [run.run for run in argo.runs(limit=3)] == ["a4", "r4", "a3"]
    assert len(argo.runs()) == 10


def test_a_namespace_without_runs_has_none(argo: ArgoDeployer, cluster: Cluster) -> None:
    assert argo.runs() == []
    assert argo.deployments() == []


def test_runs_that_a_schedule_started_are_runs_of_the_deployment(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets(schedule=DAILY)))
    labels = {"flowc.dev/flow": "PetsFlow", "workflows.argoproj.io/cron-workflow": NAME}
    spec = {"workflowTemplateRef": {"name": NAME}}
    cluster.put("workflows", {"metadata": {"name": "pets-flow-1", "labels": labels}, "spec": spec})
    assert [run.run for run in argo.runs(NAME)] == ["pets-flow-1"]


def test_lists_of_many_objects_come_in_pages(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.page = 2
    for name in ("a", "b", "c", "d", "e"):
        argo.deploy(release(pets(), name=name))
    assert [found.name for found in argo.deployments()] == ["a", "b", "c", "d", "e"]


def test_a_run_says_how_it_stands(cluster: Cluster, argo: ArgoDeployer) -> None:
    of = pets(parameters=PARAMETERS)
    failed = node("end", phase="Failed", message="Error (exit code 1)")
    live = run_of(of, node("start"), failed, phase="Failed", message="child failed")
    live["status"] |= {"startedAt": BEGIN, "finishedAt": END}
    live["spec"]["arguments"] = {"parameters": [{"name": "name", "value": "x"}]}
    cluster.put("workflows", live)
    found = argo.status("r1")
    assert found is not None
    assert (found.flow, found.deployment, found.phase) == ("PetsFlow", NAME, Phase.FAILED)
    assert (found.started, found.ended, found.message) == (BEGAN, ENDED, "child failed")
    assert found.parameters == {"alpha": "0.5", "name": "x"}
    assert [(task.step, task.message) for task in found.tasks] == [
        ("start", ""),
        ("end", "Error (exit code 1)"),
    ]


def test_a_run_links_to_argos_own_pages(cluster: Cluster, tmp_path: Path) -> None:
    settings = ArgoSettings(ui="https://argo.example.com/")
    file = str(kubeconfig(tmp_path, cluster))
    argo = deployer(settings, {}, {"KUBECONFIG": file})
    cluster.put("workflows", run_of(pets()))
    found = argo.status("r1")
    assert found is not None
    assert found.url == "https://argo.example.com/workflows/flows/r1"


def test_a_run_that_is_gone_and_one_that_is_not_flowcs_are_no_runs(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    cluster.put("workflows", {"metadata": {"name": "theirs"}, "spec": {}})
    assert argo.status("theirs") is None
    assert argo.status("none") is None


def test_nodes_in_a_database_are_said_to_be_unknown(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), offloadNodeStatusVersion="fnv:1", phase="Running"))
    found = argo.status("r1")
    assert found is not None
    assert (found.phase, found.tasks, found.has_tasks) == (Phase.RUNNING, (), False)


def test_a_run_is_held_and_goes_on(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), phase="Running"))
    argo.suspend("r1")
    held = argo.status("r1")
    assert held is not None
    assert held.phase is Phase.SUSPENDED
    argo.unsuspend("r1")
    going = argo.status("r1")
    assert going is not None
    assert going.phase is Phase.RUNNING


def test_a_run_is_ended(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), phase="Running"))
    argo.terminate("r1")
    found = cluster.at("workflows", "r1")
    assert found is not None
    assert found["spec"]["shutdown"] == "Terminate"


def test_a_run_that_has_ended_can_only_be_deleted(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), phase="Succeeded"))
    for act in (argo.terminate, argo.suspend, argo.unsuspend):
        with pytest.raises(Unacceptable, match="`r1` has ended: it succeeded"):
            act("r1")
    argo.delete_run("r1")
    assert cluster.names("workflows") == []
    for act in (argo.terminate, argo.delete_run):
        with pytest.raises(NotFound, match="there is no run `r1` in the namespace flows"):
            act("r1")


def test_only_a_deployment_with_a_schedule_can_be_switched(argo: ArgoDeployer) -> None:
    argo.deploy(release(pets()))
    with pytest.raises(NotFound, match="`pets-flow` has no schedule"):
        argo.set_schedule(NAME, suspended=True)
    with pytest.raises(NotFound, match="no flow is deployed as `none`"):
        argo.set_schedule("none", suspended=True)


def test_a_deployment_says_what_it_is(argo: ArgoDeployer) -> None:
    argo.deploy(release(pets(parameters=PARAMETERS[:1], schedule=DAILY, tags=("nightly",))))
    (found,) = argo.deployments()
    assert (found.flow, found.schedule, found.is_suspended) == ("PetsFlow", "0 4 * * *", False)
    assert found.digest == "0f3b9c51aa02" + "0" * 52
    assert (found.parameters, found.tags) == ({"alpha": "0.5"}, ("nightly",))


def test_the_store_of_the_platform_is_in_its_config_map(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    assert argo.store() is None
    cluster.put("configmaps", {"metadata": {"name": "flowc"}, "data": {"store": "s3://b/p"}})
    assert argo.store() == "s3://b/p"


def test_a_folder_of_the_pods_is_a_store_only_where_it_is_mounted(
    argo: ArgoDeployer, cluster: Cluster, tmp_path: Path
) -> None:
    for place, known in (("/of/the/pods", None), (str(tmp_path), str(tmp_path))):
        cluster.put("configmaps", {"metadata": {"name": "flowc"}, "data": {"store": place}})
        assert argo.store() == known
