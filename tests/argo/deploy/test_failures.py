"""What a cluster refuses is said in one line, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.backends.argo.access import access
from compiler.backends.argo.context import context
from compiler.backends.argo.deploy.deployer import ArgoDeployer, deployer
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.backends.deploying import DeployError
from tests.argo.deploy.nodes import node, run_of
from tests.argo.deploy.releases import DAILY, FED, pets, release
from tests.argo.deploy.test_pods import pod
from tests.argo.deploy.test_runs import start
from tests.argo.flows import flow, task
from tests.fake_kubernetes import ARGO, Cluster, kubeconfig


def test_who_may_not_is_told_what_to_have_granted(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.forbidden.add(("patch", "workflowtemplates"))
    said = "`ann` may not patch workflowtemplates in the namespace flows"
    with pytest.raises(DeployError, match=said) as raised:
        argo.deploy(release(pets()))
    assert "`patch` on `workflowtemplates.argoproj.io`" in raised.value.help
    assert "`flowc-deployer`" in raised.value.help


def test_permissions_are_left_to_an_administrator(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.forbidden.add(("get", "roles"))
    with pytest.raises(DeployError, match="`ann` may not get roles") as raised:
        argo.deploy(release(pets(), access=True))
    assert raised.value.help.startswith("leave `--with-rbac` out")


def test_creating_by_apply_needs_the_right_to_create(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.forbidden.add(("create", "workflowtemplates"))
    with pytest.raises(DeployError, match="`ann` may not create workflowtemplates"):
        argo.deploy(release(pets()))


def test_a_cluster_without_argo_is_told_from_a_missing_object(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    cluster.installed -= {*ARGO}
    with pytest.raises(DeployError, match="Argo Workflows is not installed there"):
        argo.deploy(release(pets()))
    with pytest.raises(DeployError, match="Argo Workflows is not installed there"):
        argo.status("r1")


def test_a_namespace_that_is_not_there_is_named(cluster: Cluster, tmp_path: Path) -> None:
    environ = {"KUBECONFIG": str(kubeconfig(tmp_path, cluster))}
    argo = deployer(ArgoSettings(), {"kube-namespace": "nowhere"}, environ)
    with pytest.raises(DeployError, match="the cluster has no namespace nowhere"):
        argo.deploy(release(pets()))


def test_credentials_that_have_expired_are_to_be_renewed(cluster: Cluster, tmp_path: Path) -> None:
    file = kubeconfig(tmp_path, cluster, token="an-old-one")
    argo = deployer(ArgoSettings(), {}, {"KUBECONFIG": str(file)})
    with pytest.raises(DeployError, match="does not accept the credentials") as raised:
        argo.deployments()
    assert "log in again" in raised.value.help
    assert "an-old-one" not in str(raised.value)


def test_a_cluster_that_does_not_answer_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    nobody = Cluster()
    nobody.url = "http://127.0.0.1:9"
    file = kubeconfig(tmp_path, nobody)
    argo = deployer(ArgoSettings(), {}, {"KUBECONFIG": str(file)})
    with pytest.raises(DeployError, match=r"127\.0\.0\.1:9 cannot be reached: connection refused"):
        argo.deployments()
    assert capfd.readouterr().err == ""


def test_what_a_cluster_puts_off_is_asked_again(
    argo: ArgoDeployer, cluster: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster.put_off = 3
    argo.deploy(release(pets()))
    cluster.put_off = 3
    start(argo, "r0")
    assert cluster.names("workflows") == ["r0"]
    assert capfd.readouterr().err == ""


def test_a_cluster_that_puts_off_for_ever_is_named(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put_off = 1000
    with pytest.raises(DeployError, match=r"answers 429 to list .*storage is \(re\)initializing"):
        argo.deployments()
    assert cluster.put_off == 1000 - 11


def test_the_role_of_who_deploys_is_exactly_what_the_commands_ask_for(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    argo.store()
    argo.deploy(release(pets(schedule=DAILY, triggers=FED)))
    argo.set_schedule("pets-flow", suspended=True)
    argo.deployments()
    start(argo, "r0")
    cluster.put("workflows", run_of(pets(), node("start"), phase="Running"))
    cluster.put("pods", pod("p", "r1-start"))
    cluster.logs["p"] = "x\n"
    list(argo.logs("r1", "start", "0"))
    argo.runs()
    argo.terminate("r1")
    argo.delete_run("r1")
    argo.remove("pets-flow")
    assert granted() == {(verb, resource) for verb, resource in cluster.asked}


def granted() -> set[tuple[str, str]]:
    """Return the verbs and resources of the Role `flowc-deployer`."""
    documents = access(context(flow(task("start")), Options()))
    (role,) = [one for one in documents if one["metadata"]["name"] == "flowc-deployer"]
    return {
        (verb, resource)
        for rule in role["rules"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }
