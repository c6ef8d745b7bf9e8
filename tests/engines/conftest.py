"""The tests on real engines run only if they are asked for: `pytest --engines tests/engines`.

They build what they need and bring a cluster up, unless one is up already (`make cluster-up`) or
another is named: FLOWC_TEST_KUBECONFIG, with FLOWC_TEST_NAMESPACE, FLOWC_TEST_STORE and the
version of its Argo in FLOWC_TEST_ARGO.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runtime_shim.store.open import open_store
from tests.engines.cluster import Cluster, cluster_at
from tests.engines.kubernetes import images, modules, node, session
from tests.engines.kubernetes.machine import lacking
from tests.engines.kubernetes.places import KUBECONFIG, NAMESPACE, OTHER
from tests.engines.kubernetes.progress import say
from tests.engines.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
VERSIONS = (os.environ.get("FLOWC_TEST_ARGO", "other"),) if OTHER else tuple(modules.ARGO)
on_own_node = pytest.mark.skipif(
    bool(OTHER), reason="it does things to the node and its images: FLOWC_TEST_KUBECONFIG is set"
)
RESULTS = pytest.StashKey[Table]()
Shown = Callable[[], AbstractContextManager[None]]


def pytest_configure(config: pytest.Config) -> None:
    """Begin the table of what the engines did."""
    config.stash[RESULTS] = Table()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the engines alone in the ordinary run."""
    if not config.getoption("--engines") and collection_path.parent == HERE:
        return collection_path.is_dir() or None
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what has no cluster, with the reasons; keep the tests of each version together."""
    items.sort(key=lambda item: max(version in item.nodeid for version in (*VERSIONS[1:], "\0")))
    reasons = [] if OTHER else lacking()
    for item in items:
        if reasons and HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(f"no cluster here: {'; '.join(reasons)}"))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which engines ran, with how many tests, and which did not, and why."""
    if not config.getoption("--engines"):
        return
    counts = Counter(
        (_engine(report.nodeid), outcome)
        for outcome in ("passed", "failed", "error", "skipped")
        for report in terminalreporter.stats.get(outcome, ())
    )
    terminalreporter.section("engines")
    for line in config.stash[RESULTS].lines():
        terminalreporter.write_line(line)
    for engine in sorted({engine for engine, _ in counts}):
        found = {outcome: n for (name, outcome), n in counts.items() if name == engine}
        told = ", ".join(f"{n} {outcome}" for outcome, n in found.items())
        terminalreporter.write_line(f"{engine}: {told}")
    for reason in {} if OTHER else lacking():
        terminalreporter.write_line(f"DID NOT RUN: Argo on Kubernetes: {reason}")


def _engine(nodeid: str) -> str:
    for version in VERSIONS:
        if version in nodeid:
            return f"Argo Workflows {version} on Kubernetes {modules.kubernetes()}"
    return f"Argo Workflows {VERSIONS[0]} on Kubernetes {modules.kubernetes()}"


@pytest.fixture(scope="session")
def shown(request: pytest.FixtureRequest) -> Shown:
    """Return what lets progress be seen as it is made, for the fixtures that take minutes."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    @contextmanager
    def visible() -> Iterator[None]:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            say("")  # ends the line of dots
            yield

    return visible


@pytest.fixture(scope="session")
def machine(shown: Shown) -> Iterator[None]:
    """Have a cluster, and the store's credentials, while the tests run."""
    if OTHER:
        yield
        return
    before = dict(os.environ)
    os.environ.update(images.ENVIRON)
    try:
        with ExitStack() as stack:
            with shown():
                stack.enter_context(session.borrowed(VERSIONS))
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def cluster_of(version: str) -> Cluster:
    """Return the cluster with this version of Argo."""
    if OTHER:
        namespace = os.environ.get("FLOWC_TEST_NAMESPACE", NAMESPACE)
        store = open_store(os.environ["FLOWC_TEST_STORE"])
        return cluster_at(OTHER, namespace, version, store=store)
    node.up(version)
    return cluster_at(str(KUBECONFIG), NAMESPACE, version, store=open_store(images.STORE))


@pytest.fixture(scope="session", params=VERSIONS)
def every_cluster(machine: None, shown: Shown, request: pytest.FixtureRequest) -> Cluster:
    """Return the cluster, with each version of Argo in turn."""
    with shown():
        return cluster_of(request.param)


@pytest.fixture(scope="session")
def cluster(machine: None, shown: Shown) -> Cluster:
    """Return the cluster with the default version of Argo."""
    with shown():
        return cluster_of(VERSIONS[0])


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Table:
    """Return the table that is printed at the end."""
    return request.config.stash[RESULTS]
