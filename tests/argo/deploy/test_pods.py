"""What a task printed is read from the pod of its latest attempt."""

from __future__ import annotations

import pytest

from compiler.backends.argo.deploy.deployer import ArgoDeployer
from compiler.backends.deploying import DeployError, NotFound
from compiler.ir.settings import Retry
from tests.argo.deploy.nodes import Object, node, run_of
from tests.argo.deploy.releases import pets
from tests.argo.flows import flow, task
from tests.fake_kubernetes import Cluster


def pod(name: str, node_id: str, run: str = "r1") -> Object:
    metadata = {
        "name": name,
        "labels": {"workflows.argoproj.io/workflow": run},
        "annotations": {"workflows.argoproj.io/node-id": node_id},
    }
    return {"metadata": metadata}


def test_lines_come_whole(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), node("start")))
    cluster.put("pods", pod("other", "r2-start", "r2"))
    cluster.put("pods", pod("p", "r1-start"))
    cluster.logs["p"] = "one\ntwo ünd\n\nlast"
    assert list(argo.logs("r1", "start", "0")) == ["one", "two ünd", "", "last"]


def test_what_argos_executor_says_of_itself_is_no_output(
    argo: ArgoDeployer, cluster: Cluster
) -> None:
    cluster.put("workflows", run_of(pets(), node("start")))
    cluster.put("pods", pod("p", "r1-start"))
    cluster.logs["p"] = (
        'time=2026-11-29T13:51:32.257Z level=INFO msg="waiting" signalPath=/x argo=true\n'
        "time=12 level=high\n"
        'time="2026-11-29T13:51:33Z" level=info msg="sub-process exited" argo=true error="<nil>"\n'
    )
    assert list(argo.logs("r1", "start", "0")) == ["time=12 level=high"]


def test_the_latest_attempt_is_read(argo: ArgoDeployer, cluster: Cluster) -> None:
    retried = flow(task("start", retry=Retry(times=1)), task("end"))
    whole = node("start", type="Retry", children=["r1-start(0)", "r1-start(1)"])
    attempts = [node(f"start({i})", "start", nodeFlag={"retried": True}) for i in range(2)]
    cluster.put("workflows", run_of(retried, whole, *attempts))
    for i in range(2):
        cluster.put("pods", pod(f"p{i}", f"r1-start({i})"))
        cluster.logs[f"p{i}"] = f"attempt {i}\n"
    assert list(argo.logs("r1", "start", "0")) == ["attempt 1"]


def test_a_pod_that_has_not_started_is_waited_for(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), node("start", phase="Pending")))
    cluster.put("pods", pod("p", "r1-start"))
    with pytest.raises(DeployError, match="is waiting to start"):
        list(argo.logs("r1", "start", "0"))

    def begin() -> None:
        cluster.logs["p"] = "at last\n"

    cluster.after["get", "pods/log"] = [begin]
    assert list(argo.logs("r1", "start", "0", follow=True)) == ["at last"]


def test_what_cannot_be_read_says_where_to_look(argo: ArgoDeployer, cluster: Cluster) -> None:
    cluster.put("workflows", run_of(pets(), node("start")))
    with pytest.raises(NotFound, match="has been deleted") as raised:
        list(argo.logs("r1", "start", "0"))
    assert "the store has what it printed" in raised.value.help
    with pytest.raises(NotFound, match="`end/0` of the run `r1` has not begun"):
        list(argo.logs("r1", "end", "0"))
    with pytest.raises(NotFound, match="there is no run `r2`"):
        list(argo.logs("r2", "end", "0"))
    cluster.put("workflows", run_of(pets(), offloadNodeStatusVersion="fnv:1"))
    with pytest.raises(DeployError, match="keeps the nodes of `r1` in its database"):
        list(argo.logs("r1", "start", "0"))
