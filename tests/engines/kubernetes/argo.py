"""Argo Workflows on the cluster: its own CRDs and controller, with the images made here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from tests.engines.kubernetes import building
from tests.engines.kubernetes.kubectl import KubectlError, apply, kubectl, read
from tests.engines.kubernetes.processes import wait_until
from tests.engines.kubernetes.progress import step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.kubernetes.kubectl import Document

_CLUSTER_WIDE = {"ClusterRole", "ClusterRoleBinding", "PriorityClass"}
_VERSION = "flowc.dev/argo-version"
_CONTROLLER = "workflow-controller"
_REQUEST = {"cpu": "10m", "memory": "16Mi"}


def controller_image(version: str) -> str:
    """Return the name of the controller's image."""
    return f"docker.io/flowc/{_CONTROLLER}:v{version}"


def executor_image(version: str) -> str:
    """Return the name of the executor's image."""
    return f"docker.io/flowc/argoexec:v{version}"


def install(version: str, since: str) -> None:
    """Install Argo Workflows; its controller must have been started at or after `since`."""
    manifests = building.argo_programs(version) / "manifests"
    if _installed() != version:
        with step(f"Argo's custom resources, {version}"):
            kubectl("delete", "-n", "argo", "--ignore-not-found", "deployment", _CONTROLLER)
            apply(list(_definitions(manifests)))
            kubectl("annotate", "--overwrite", *_CRD, f"{_VERSION}={version}")
    with step(f"Argo's controller, {version}"):
        apply([namespace("argo"), *_platform(manifests, version)])
        wait_until("Argo's controller", lambda: is_ready(version, since), 90)


_CRD = ("crd", "workflows.argoproj.io")


def _installed() -> str:
    try:
        found = read(*_CRD)
    except KubectlError:
        return ""
    return str(found["metadata"].get("annotations", {}).get(_VERSION, ""))


def is_ready(version: str, since: str = "") -> bool:
    """Say whether a container of the controller runs that was started in this life."""
    pods = read("-n", "argo", "pods", "-l", f"app={_CONTROLLER}")["items"]
    containers = [one for pod in pods for one in pod["status"].get("containerStatuses", ())]
    return any(
        one["ready"]
        and one["image"].endswith(f":v{version}")
        and one["state"].get("running", {}).get("startedAt", "") >= since
        for one in containers
    )


def _definitions(manifests: Path) -> Iterator[Document]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events = building.events_manifests() / "manifests" / "base" / "crds"
    own = manifests / "base" / "crds" / "full"
    for path in (
        *sorted(own.glob("argoproj.io_*.yaml")),
        *sorted(events.glob("argoproj.io_*.yaml")),
    ):
        yield yaml.load(path.read_text(), loader)


def _platform(manifests: Path, version: str) -> Iterator[Document]:
    folders = ("base/workflow-controller", "cluster-install-no-crds/workflow-controller-rbac")
    for folder in folders:
        for path in sorted((manifests / folder).glob("*.yaml")):
            if path.name != "kustomization.yaml":
                for document in yaml.safe_load_all(path.read_text()):
                    yield _placed(document, version)


def _placed(document: Document, version: str) -> Document:
    if document["kind"] not in _CLUSTER_WIDE:
        document["metadata"]["namespace"] = "argo"
    for subject in document.get("subjects", ()):
        subject["namespace"] = "argo"
    if document["kind"] == "Deployment":
        _adapt(document, version)
    if document["metadata"]["name"] == "workflow-controller-configmap":
        document["data"] = _settings()
    return document


def _adapt(deployment: Document, version: str) -> None:
    """Take the images made here, no lease to wait for, and a shorter beat than ten seconds."""
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    container["image"] = controller_image(version)
    container["imagePullPolicy"] = "Never"
    container["args"] = [
        *("--executor-image", executor_image(version)),
        *("--executor-image-pull-policy", "Never"),
    ]
    container["env"] += [
        {"name": "LEADER_ELECTION_DISABLE", "value": "true"},
        {"name": "DEFAULT_REQUEUE_TIME", "value": "1s"},
        {"name": "GOGC", "value": "400"},
    ]
    deployment["spec"]["strategy"] = {"type": "Recreate"}


def _settings() -> dict[str, str]:
    """Return the controller's settings: the node is small, so that no pod reserves much of it.

    What a flow asks for stands in the emitted file and in each pod's limits as it was written.
    """
    patch = {"containers": [{"name": "main", "resources": {"requests": _REQUEST}}]}
    defaults = {"spec": {"podSpecPatch": json.dumps(patch)}}
    small = {"resources": {"requests": _REQUEST}, "env": [{"name": "GOGC", "value": "off"}]}
    return {"workflowDefaults": json.dumps(defaults), "executor": json.dumps(small)}


def namespace(name: str) -> dict[str, Any]:
    """Return the document of a namespace."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
