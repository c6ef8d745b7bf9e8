"""The versions of what is built from Go modules: those that the go.mod files here pin."""

from __future__ import annotations

import re
from functools import cache

from tests.engines.kubernetes.places import GO

ARGO = {"4.0.7": "argo4", "3.7.17": "argo3"}
"""The folder of the module for each version of Argo Workflows, the default one first."""

EVENTS = "github.com/argoproj/argo-events"
DEFAULT_ARGO = next(iter(ARGO))


@cache
def required(folder: str, module: str) -> str:
    """Return the version of `module` that go.mod in `folder` requires."""
    text = (GO / folder / "go.mod").read_text()
    found = re.search(rf"^(?:require|\t)\s*{re.escape(module)} (v\S+)$", text, re.MULTILINE)
    assert found, f"{folder}/go.mod requires no {module}"
    return found[1]


def kubernetes() -> str:
    """Return the version of Kubernetes, as in "v1.35.1"."""
    return required("kubernetes", "k8s.io/kubernetes")


def argo_module(version: str) -> str:
    """Return the path of Argo's Go module."""
    return f"github.com/argoproj/argo-workflows/v{version.partition('.')[0]}"


for _version, _folder in ARGO.items():
    assert required(_folder, argo_module(_version)) == f"v{_version}", _folder
