"""What a platform team gives the namespace of the flows: permissions, store, secrets, a volume."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.engines.kubernetes.argo import namespace
from tests.engines.kubernetes.images import STORE
from tests.engines.kubernetes.kubectl import apply, kubectl
from tests.engines.kubernetes.places import CHECKOUT, NAMESPACE, NODE, STATE
from tests.engines.kubernetes.progress import step

if TYPE_CHECKING:
    from tests.engines.kubernetes.kubectl import Document

_GPUS = "nvidia.com/gpu"
_VOLUME = "features"


def make_tenant() -> None:
    """Make the namespace and all that flows find in it."""
    with step(f"the namespace {NAMESPACE}"):
        apply(tenant(NAMESPACE, STORE, str(STATE / _VOLUME)))
        _describe_node()


def tenant(name: str, store: str, volume: str) -> list[Document]:
    """Return the namespace `name` and all that flows find in it; `volume` is a folder of a node."""
    documents = [*permissions(), *_scorer(), _config_map(store), *_secrets(), *_volume(volume)]
    for document in documents:
        if document["kind"] != "PersistentVolume":
            document["metadata"]["namespace"] = name
    return [namespace(name), *documents]


def permissions() -> list[Document]:
    """Return what `flowc compile --with-rbac` gives the runs of a flow, and no more."""
    flow = CHECKOUT / "golden" / "flows" / "linear" / "flow.py"
    with tempfile.TemporaryDirectory() as folder:
        words = ["compile", str(flow), "--target", "argo", "--with-rbac", "-q", "-o", folder]
        subprocess.run([sys.executable, "-m", "compiler", *words], check=True, cwd=CHECKOUT)
        [path] = Path(folder).glob("*-rbac.yaml")
        return list(yaml.safe_load_all(path.read_text()))


def _scorer() -> list[Document]:
    """Return a second account for tasks, which a step of a golden flow names."""
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "scorer"}},
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "scorer"},
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": "flowc-default",
            },
            "subjects": [{"kind": "ServiceAccount", "name": "scorer"}],
        },
    ]


def _config_map(store: str) -> Document:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "flowc"},
        "data": {"store": store},
    }


def _secrets() -> list[Document]:
    values = {"warehouse": {"WAREHOUSE_PASSWORD": "swordfish"}, "flowc-env": {"API_TOKEN": "token"}}
    return [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": data}
        for name, data in values.items()
    ]


def _volume(path: str) -> list[Document]:
    """Return a volume on the node, and the claim that a golden flow mounts."""
    size = {"storage": "1Gi"}
    volume = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": _VOLUME},
        "spec": {
            "capacity": size,
            "accessModes": ["ReadWriteMany"],
            "storageClassName": "",
            "hostPath": {"path": path, "type": "DirectoryOrCreate"},
        },
    }
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": _VOLUME},
        "spec": {
            "accessModes": ["ReadWriteMany"],
            "storageClassName": "",
            "volumeName": _VOLUME,
            "resources": {"requests": size},
        },
    }
    return [volume, claim]


def _describe_node() -> None:
    """Make the node offer what flows ask for: GPUs that it does not have, and a label."""
    kubectl("label", "--overwrite", "node", NODE, "cloud.example.com/accelerator=l4")
    path = f"/status/capacity/{_GPUS.replace('/', '~1')}"
    patch = f'[{{"op":"add","path":"{path}","value":"8"}}]'
    kubectl("patch", "node", NODE, "--subresource=status", "--type=json", "-p", patch)
