"""The cluster and the namespace are those that are stated; what is in the way is said in a line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.deploy.connection import connect
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.deploying import DeployError
from tests.argo.deploy.releases import pets, release
from tests.fake_kubernetes import Cluster, kubeconfig


@pytest.fixture
def environ(cluster: Cluster, tmp_path: Path) -> dict[str, str]:
    return {"KUBECONFIG": str(kubeconfig(tmp_path, cluster))}


@pytest.mark.parametrize(
    ("given", "settings", "namespace"),
    [
        ({}, {}, "flows"),
        ({"kube-context": "bare"}, {}, "default"),
        ({}, {"context": "bare"}, "default"),
        ({"kube-context": "bare"}, {"namespace": "set"}, "set"),
        ({"kube-namespace": "given"}, {"namespace": "set"}, "given"),
    ],
)
def test_the_namespace_is_the_option_then_the_setting_then_the_contexts(
    environ: dict[str, str], given: dict[str, str | None], settings: dict[str, str], namespace: str
) -> None:
    assert connect(ArgoSettings(**settings), given, environ).namespace == namespace  # type: ignore[arg-type]


def test_documents_go_to_the_namespace_of_the_option(
    environ: dict[str, str], cluster: Cluster
) -> None:
    argo = BACKEND.deployer(ArgoSettings(), {"kube-namespace": "default"}, environ)
    argo.deploy(release(pets(), ArgoSettings(namespace="flows")))
    assert cluster.names("workflowtemplates", "default") == ["pets-flow"]
    assert cluster.names("workflowtemplates", "flows") == []


def test_the_place_says_where_a_command_acts(environ: dict[str, str], cluster: Cluster) -> None:
    argo = BACKEND.deployer(ArgoSettings(), {}, environ)
    assert argo.place == f"namespace flows of {cluster.url} (context here)"


def test_the_kubeconfig_of_the_home_folder_is_the_default(tmp_path: Path, cluster: Cluster) -> None:
    (tmp_path / ".kube").mkdir()
    kubeconfig(tmp_path, cluster).rename(tmp_path / ".kube" / "config")
    assert connect(ArgoSettings(), {}, {"HOME": str(tmp_path)}).namespace == "flows"


def test_without_a_kubeconfig_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="there is no kubeconfig") as raised:
        connect(ArgoSettings(), {}, {"HOME": str(tmp_path)})
    assert "kubectl get pods" in raised.value.help


def test_a_pod_without_an_account_is_told_so(tmp_path: Path) -> None:
    inside = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    with pytest.raises(DeployError, match="this pod's service account cannot be used"):
        connect(ArgoSettings(), {}, inside)


def test_a_context_that_is_not_there_is_answered_by_those_that_are(environ: dict[str, str]) -> None:
    with pytest.raises(DeployError, match="has no context `there`") as raised:
        connect(ArgoSettings(), {"kube-context": "there"}, environ)
    assert raised.value.help == "it has `here`, `bare`"


@pytest.mark.parametrize("text", ["", "[]", "a: [", "kind: Config"])
def test_a_broken_kubeconfig_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DeployError, match=r"the kubeconfig `.*config` cannot be used"):
        connect(ArgoSettings(), {}, {"KUBECONFIG": str(file)})


def test_the_missing_package_is_named_with_the_extra_that_brings_it(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "kubernetes"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "kubernetes", None)
    with pytest.raises(DeployError, match="`kubernetes` is not installed") as raised:
        connect(ArgoSettings(), {}, environ)
    assert raised.value.help == "pip install 'flowc[argo]'"
