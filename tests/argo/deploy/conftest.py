"""A cluster in this process, and deployers that reach it by a kubeconfig as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.backends.argo.deploy.deployer import ArgoDeployer, deployer
from compiler.backends.argo.settings import ArgoSettings
from tests.fake_kubernetes import Cluster, kubeconfig, served


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with served(Cluster()) as found:
        yield found


@pytest.fixture
def argo(cluster: Cluster, tmp_path: Path) -> ArgoDeployer:
    return deployer(ArgoSettings(), {}, {"KUBECONFIG": str(kubeconfig(tmp_path, cluster))})
