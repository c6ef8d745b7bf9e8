"""The golden flows, run once on each version of Argo for all the tests that look at them."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compiler.backends.argo.deploy.kinds import CRON_WORKFLOW
from compiler.backends.argo.deploy.lint import objections
from compiler.backends.base import OutputFile
from compiler.backends.deploying import DeployError
from tests.engines.argo.cases import Case, golden_cases, golden_images
from tests.engines.cluster import Cluster, phase_of
from tests.engines.conftest import VERSIONS, Shown
from tests.engines.kubernetes import building, images, modules
from tests.engines.kubernetes.places import OTHER
from tests.engines.kubernetes.progress import say
from tests.golden_runs import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engines.cluster import Document

AT_ONCE = 6
"""Flows that run at the same time: more take no less time, and each of them longer."""

LONG = "wide"
"""260 steps, one after the other: begun first, waited for last, and only if there is time."""

IS_LONG = bool(os.environ.get("FLOWC_TEST_LONG"))

COMBINED = {
    *("branch-in-foreach", "everything", "foreach-in-switch", "hostile", "loop-in-foreach"),
    *("nested-foreach", "resources", "retry-catch-timeout", "switch-into-join", "triggers"),
}
"""What other versions than the default one execute if there is not much time: every construct."""

assert set(CASES) >= COMBINED


def is_run(case: Case, version: str) -> bool:
    """Say whether a flow is executed on a version, and not only linted and admitted."""
    is_first = version == VERSIONS[0]
    if case.name == LONG:
        return IS_LONG and is_first
    return IS_LONG or is_first or case.name in COMBINED


@dataclass(kw_only=True)
class Outcomes:
    """What became of the golden flows on one version of Argo."""

    cluster: Cluster
    refused: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    workflows: dict[str, Document] = field(default_factory=dict)


@pytest.fixture(scope="session")
def flow_images(machine: None, shown: Shown) -> None:
    """Have the images of all golden flows on the node."""
    if not OTHER:
        with shown():
            images.load(golden_images())


@pytest.fixture(scope="session")
def outcomes(every_cluster: Cluster, flow_images: None, shown: Shown) -> Outcomes:
    """Deploy and run all golden flows."""
    with shown():
        return _run_all(every_cluster)


def _run_all(cluster: Cluster) -> Outcomes:
    found = Outcomes(cluster=cluster)
    cases = [case for case in golden_cases() if _deploy(case, found)]
    cases = [case for case in cases if is_run(case, cluster.version)]
    for case in cases:
        if case.name == LONG:
            _start(case, found)
    short = [case for case in cases if case.name != LONG]
    started = ((case, _start(case, found)) for case in short)
    for case, workflow in cluster.each_ended(started, AT_ONCE):
        found.workflows[case.name] = workflow
        done = f"{len(found.workflows)} of {len(short)} flows"
        say(f"{done}: {case.name} {phase_of(workflow)} on Argo {cluster.version}")
        if phase_of(workflow) == "Succeeded":  # its pods would weigh on the node
            cluster.deployer.delete_run(found.runs[case.name])
    return found


def _deploy(case: Case, found: Outcomes) -> bool:
    """Deploy a flow, and take away what would start it by itself."""
    try:
        found.cluster.deploy(case.flow, case.template, case.paths)
    except DeployError as error:
        found.refused[case.name] = str(error)
        return False
    if any(document["kind"] == "CronWorkflow" for document in case.documents):
        found.cluster.api.delete(CRON_WORKFLOW, case.template)
    return True


def _start(case: Case, found: Outcomes) -> str:
    cluster = found.cluster
    run = f"{case.name}-{cluster.version.replace('.', '-')}-{cluster.life}"
    found.runs[case.name] = cluster.start(case.template, run, case.parameters)
    return run


@pytest.fixture(scope="session")
def verdicts(every_cluster: Cluster) -> Mapping[str, list[str]]:
    """Return what Argo's own validator says against each golden flow."""
    if every_cluster.version not in modules.ARGO:
        pytest.skip(f"there is no validator of Argo {every_cluster.version} here")
    lint = str(building.argo_programs(every_cluster.version) / "argo-lint")
    return {
        case.name: objections(
            lint, [OutputFile(path=path.name, text=path.read_text()) for path in case.paths]
        )
        for case in golden_cases()
    }


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder for a test's flows."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
