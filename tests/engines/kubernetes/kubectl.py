"""The cluster as `kubectl` sees it: for what sets it up; tests use flowc and the API."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from tests.engines.kubernetes import building
from tests.engines.kubernetes.places import KUBECONFIG

if TYPE_CHECKING:
    from collections.abc import Sequence

    Document = dict[str, Any]


class KubectlError(Exception):
    """A command failed; its message is what it said."""


def kubectl(*words: str, typed: str | None = None) -> str:
    """Run a command and return what it printed; raises KubectlError."""
    done = subprocess.run(
        [building.kubernetes() / "kubectl", *words],
        env={**os.environ, "KUBECONFIG": str(KUBECONFIG)},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise KubectlError(f"kubectl {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def answers(*words: str) -> bool:
    """Say whether a command succeeds."""
    try:
        kubectl(*words)
    except KubectlError:
        return False
    return True


def apply(documents: Sequence[Document]) -> None:
    """Apply documents on the server's side."""
    listed = {"apiVersion": "v1", "kind": "List", "items": list(documents)}
    words = ("apply", "--server-side", "--force-conflicts", "-f", "-")
    kubectl(*words, typed=json.dumps(listed))


def read(*words: str) -> Any:
    """Return what `kubectl get` finds."""
    return json.loads(kubectl("get", *words, "-o", "json"))
