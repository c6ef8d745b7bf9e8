"""A release reaches the cluster whole or not at all, and takes nothing that is others'."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from compiler.backends.argo.deploy.deployer import ArgoDeployer
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.deploying import Action, Change, Conflict, Conflicted, DeployError
from tests.argo.deploy.releases import DAILY, FED, pets, release
from tests.fake_kubernetes import EVENTS, Cluster

NAME = "pets-flow"


def said(changes: Sequence[Change]) -> list[tuple[str, str, str]]:
    return [(change.action.value, change.kind, change.name) for change in changes]


def test_planning_changes_nothing(argo: ArgoDeployer, cluster: Cluster) -> None:
    found = argo.plan(release(pets(schedule=DAILY)))
    assert said(found) == [("create", "WorkflowTemplate", NAME), ("create", "CronWorkflow", NAME)]
    assert cluster.names("workflowtemplates") == cluster.names("cronworkflows") == []


def test_a_release_that_is_deployed_already_changes_nothing(argo: ArgoDeployer) -> None:
    assert [change.action for change in argo.deploy(release(pets()))] == [Action.CREATE]
    assert [change.action for change in argo.plan(release(pets()))] == [Action.NONE]
    again = argo.deploy(release(pets()))
    assert [(change.action, change.before == change.after) for change in again] == [
        (Action.NONE, True)
    ]


def test_a_change_is_shown_as_the_cluster_has_it_before_and_after(argo: ArgoDeployer) -> None:
    argo.deploy(release(pets(), image="pets:1"))
    (change,) = argo.plan(release(pets(), image="pets:2"))
    assert change.action is Action.UPDATE
    assert "image: pets:1" in change.before
    assert "image: pets:2" in change.after
    before, after = change.documents
    assert before is not None
    assert after is not None
    noted = {"managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"}
    assert not noted & {*before["metadata"], *after["metadata"]}


def test_triggers_that_a_flow_no_longer_has_are_deleted(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets(schedule=DAILY, triggers=FED)))
    assert said(argo.deploy(release(pets()))) == [
        ("unchanged", "WorkflowTemplate", NAME),
        ("delete", "CronWorkflow", NAME),
        ("delete", "Sensor", NAME),
    ]
    assert cluster.names("cronworkflows") == cluster.names("sensors") == []


def test_other_deployments_of_the_flow_keep_their_triggers(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets(schedule=DAILY, triggers=FED), name="pets-of-ann"))
    argo.deploy(release(pets()))
    assert cluster.names("cronworkflows") == cluster.names("sensors") == ["pets-of-ann"]


def test_fields_that_others_set_are_conflicts_and_nothing_is_changed(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets(schedule=DAILY)))
    live = cluster.at("cronworkflows", NAME)
    assert live is not None
    cluster.put("cronworkflows", live | {"spec": live["spec"] | {"schedules": ["1 1 * * *"]}}, "ed")
    changed = release(pets(schedule=DAILY), image="pets:2")
    with pytest.raises(Conflicted, match=r"spec\.schedules \(by ed\)") as raised:
        argo.deploy(changed)
    assert [change.conflicts for change in raised.value.changes] == [
        (),
        (Conflict(field="spec.schedules", manager="ed"),),
    ]
    assert "pets:2" not in str(cluster.at("workflowtemplates", NAME))
    argo.deploy(changed, force=True)
    assert "pets:2" in str(cluster.at("workflowtemplates", NAME))
    assert "0 4 * * *" in str(cluster.at("cronworkflows", NAME))


def test_a_template_that_flowc_did_not_make_is_left_alone_unless_forced(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    cluster.put("workflowtemplates", {"metadata": {"name": NAME}, "spec": {"entrypoint": "x"}})
    with pytest.raises(DeployError, match="already, and it was not made by flowc"):
        argo.deploy(release(pets()))
    argo.deploy(release(pets()), force=True)
    assert argo.deployments()[0].name == NAME


def test_a_template_of_another_flow_is_left_alone(argo: ArgoDeployer) -> None:
    argo.deploy(release(pets()))
    with pytest.raises(DeployError, match="it is of the flow PetsFlow"):
        argo.deploy(release(pets(name="CatsFlow"), name=NAME))


@pytest.mark.parametrize("is_atomic", [False, True], ids=["full CRDs", "minimal CRDs"])
def test_a_schedule_that_was_switched_off_stays_off(
    argo: ArgoDeployer, cluster: Cluster, is_atomic: bool
) -> None:
    cluster.is_atomic = is_atomic
    argo.deploy(release(pets(schedule=DAILY)))
    argo.set_schedule(NAME, suspended=True)
    settings = ArgoSettings(concurrency_policy="Forbid")
    argo.deploy(release(pets(schedule=DAILY), settings))
    assert argo.deployments()[0].is_suspended
    assert "Forbid" in str(cluster.at("cronworkflows", NAME))
    argo.set_schedule(NAME, suspended=False)
    argo.deploy(release(pets(schedule=DAILY)))
    assert not argo.deployments()[0].is_suspended


def test_a_sensor_needs_argo_events(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.installed -= {*EVENTS}
    argo.deploy(release(pets()))
    with pytest.raises(DeployError, match="the cluster has no Argo Events"):
        argo.deploy(release(pets(triggers=FED)))


def test_removing_deletes_all_objects_of_a_deployment(argo: ArgoDeployer, cluster: Cluster) -> None:
    argo.deploy(release(pets(schedule=DAILY, triggers=FED)))
    assert {change.action for change in argo.remove(NAME)} == {Action.DELETE}
    assert not any(
        map(cluster.names, ("workflowtemplates", "cronworkflows", "sensors", "workflows"))
    )


def test_the_documents_of_permissions_are_applied_in_the_namespace_of_the_deployer(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.deploy(release(pets(), ArgoSettings(namespace="elsewhere"), access=True))
    (binding,) = [cluster.at("rolebindings", name) for name in cluster.names("rolebindings")]
    assert binding is not None
    assert [subject["namespace"] for subject in binding["subjects"]] == ["flows"]
