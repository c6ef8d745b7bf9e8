"""A run is started once, with what was asked for, and nothing that Argo would read otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.backends.argo.deploy.deployer import ArgoDeployer
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.deploying import DeployError, NotFound, RunRequest, Unacceptable
from runtime_shim.protocol import carry_json, encode_parameter
from tests.argo.deploy.releases import PARAMETERS, pets, release
from tests.fake_kubernetes import Cluster

NAME = "pets-flow"


def request(**asked: Any) -> RunRequest:
    return RunRequest(**{"deployment": NAME, "parameters": {"name": "x"}, "variables": {}, **asked})


@pytest.fixture
def deployed(argo: ArgoDeployer) -> ArgoDeployer:
    settings = ArgoSettings(workflow_labels={"team": "pets"})
    argo.deploy(release(pets(parameters=PARAMETERS), settings))
    return argo


def test_a_run_refers_to_its_template_and_says_what_differs(
    deployed: ArgoDeployer, cluster: Cluster
) -> None:
    variables = {"FLOWC_TAGS": carry_json(["a", "b c"])}
    started = deployed.trigger(request(run="r1", variables=variables, user="ann"))
    assert (started.run, started.is_new) == ("r1", True)
    found = cluster.at("workflows", "r1")
    assert found is not None
    assert found["spec"] == {
        "workflowTemplateRef": {"name": NAME},
        "arguments": {"parameters": [{"name": "name", "value": "x"}]},
        "templateDefaults": {
            "container": {"env": [{"name": "FLOWC_TAGS", "value": '["a","b c"]'}]}
        },
    }
    assert found["metadata"]["annotations"] == {"flowc.dev/user": "ann"}
    assert found["metadata"]["labels"] == {
        "team": "pets",
        "flowc.dev/flow": "PetsFlow",
        "workflows.argoproj.io/workflow-template": NAME,
    }


def test_a_run_without_an_id_is_named_by_the_cluster(deployed: ArgoDeployer) -> None:
    runs = {deployed.trigger(request()).run for _ in range(2)}
    assert len(runs) == 2
    assert all(run.startswith("pets-flow-") for run in runs)


def test_the_same_request_twice_starts_one_run(deployed: ArgoDeployer, cluster: Cluster) -> None:
    asked = {"run": "r1", "parameters": {"name": "x", "alpha": "1"}}
    assert deployed.trigger(request(**asked)).is_new
    # The order in which parameters are given is of no importance.
    again = request(run="r1", parameters={"alpha": "1", "name": "x"})
    assert not deployed.trigger(again).is_new
    assert cluster.names("workflows") == ["r1"]


def test_what_the_controller_adds_to_a_run_makes_it_no_other(
    deployed: ArgoDeployer, cluster: Cluster
) -> None:
    asked = request(run="r1", variables={"FLOWC_TAGS": "[]"})
    deployed.trigger(asked)
    live = cluster.at("workflows", "r1")
    assert live is not None
    added: dict[str, Any] = {"inputs": {}, "metadata": {}, "outputs": {}}
    container = {"name": "", "resources": {}, **live["spec"]["templateDefaults"]["container"]}
    spec = live["spec"] | {"templateDefaults": {**added, "container": container}}
    cluster.put("workflows", live | {"spec": spec})
    assert not deployed.trigger(asked).is_new


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"parameters": {"name": "y"}}, "with other parameters"),
        ({"variables": {"FLOWC_ORIGIN": "r0"}}, "as another run's continuation"),
    ],
)
def test_another_request_for_the_same_id_is_refused(
    deployed: ArgoDeployer, other: dict[str, Any], message: str
) -> None:
    deployed.trigger(request(run="r1"))
    with pytest.raises(DeployError, match=message):
        deployed.trigger(request(run="r1", **other))


def test_the_id_of_a_run_of_another_flow_is_taken(deployed: ArgoDeployer) -> None:
    deployed.deploy(release(pets(name="CatsFlow")))
    deployed.trigger(request(run="r1"))
    with pytest.raises(DeployError, match="with another flow"):
        deployed.trigger(request(run="r1", deployment="cats-flow", parameters={}))


@pytest.mark.parametrize("run", ["R1", "a_b", "-a", "a-", "a.b", "", "a" * 64, "ä"])
def test_an_id_that_kubernetes_does_not_take_is_refused_before_anything_is_sent(
    deployed: ArgoDeployer, cluster: Cluster, run: str
) -> None:
    asked = len(cluster.asked)
    with pytest.raises(Unacceptable, match="at most 63 characters"):
        deployed.trigger(request(run=run))
    assert len(cluster.asked) == asked


def test_parameters_are_those_of_the_deployed_template(deployed: ArgoDeployer) -> None:
    with pytest.raises(Unacceptable, match="has no parameter `alhpa`") as raised:
        deployed.trigger(request(parameters={"name": "x", "alhpa": "1"}))
    assert raised.value.help == "did you mean `alpha`?"
    with pytest.raises(Unacceptable, match="parameter `name` of `pets-flow` has to be given"):
        deployed.trigger(request(parameters={"alpha": "1"}))


@pytest.mark.parametrize("text", ["{{workflow.uid}}", "$(HOME)", "{{=1+1}}", "a\x07"])
def test_text_that_argo_would_change_is_never_sent_as_it_is(
    deployed: ArgoDeployer, cluster: Cluster, text: str
) -> None:
    with pytest.raises(Unacceptable, match="text that Argo would change"):
        deployed.trigger(request(parameters={"name": text}))
    deployed.trigger(request(run="r1", parameters={"name": encode_parameter("str", text)}))
    assert text not in str(cluster.at("workflows", "r1"))


def test_only_deployments_of_flowc_are_started(deployed: ArgoDeployer, cluster: Cluster) -> None:
    with pytest.raises(NotFound, match="no flow is deployed as `none`"):
        deployed.trigger(request(deployment="none"))
    cluster.put("workflowtemplates", {"metadata": {"name": "theirs"}, "spec": {}})
    with pytest.raises(NotFound, match="is not flowc's"):
        deployed.trigger(request(deployment="theirs"))
