"""Runs at the limits: many items, many steps, many iterations; and one more than Argo takes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import Phase
from tests.engines.argo.cases import golden_cases
from tests.engines.argo.conftest import IS_LONG, LONG
from tests.engines.argo.deploying import deploy, started
from tests.engines.argo.test_failures import FILE, artifact
from tests.engines.cluster import phase_of
from tests.engines.conftest import on_own_node
from tests.golden_runs import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engines.argo.conftest import Outcomes
    from tests.engines.cluster import Cluster
    from tests.engines.table import Table

pytestmark = on_own_node

WIDTH, ROUNDS, PATIENCE = 500, 97, 2400
slow = pytest.mark.skipif(not IS_LONG, reason="takes many minutes: FLOWC_TEST_LONG=1")


@pytest.fixture(scope="module")
def runs(cluster: Cluster) -> Mapping[str, str]:
    """Start all runs at once; return their ids."""
    with tempfile.TemporaryDirectory() as wide, tempfile.TemporaryDirectory() as deep:
        items = deploy(cluster, FILE, "OneFailsFlow", Path(wide))
        loop = deploy(cluster, FILE, "LoopFlow", Path(deep))
    return {
        "items": started(cluster, items, {"width": str(WIDTH), "bad": "-1"}),
        "most": started(cluster, loop, {"rounds": str(ROUNDS)}),
        "more": started(cluster, loop, {"rounds": str(ROUNDS + 1)}),
    }


@slow
def test_a_foreach_of_five_hundred_items(cluster: Cluster, runs: Mapping[str, str]) -> None:
    workflow = cluster.ended([runs["items"]], PATIENCE)[runs["items"]]
    assert phase_of(workflow) == "Succeeded"
    squares = artifact(cluster, "OneFailsFlow", runs["items"], "collect", "squares")
    assert squares == [number**2 for number in range(WIDTH)]
    shown = [task for task in tasks_of(workflow) or () if task.step == "work"]
    assert [task.phase for task in shown] == [Phase.SUCCEEDED] * WIDTH


@slow
def test_a_loop_of_as_many_rounds_as_argo_takes(cluster: Cluster, runs: Mapping[str, str]) -> None:
    workflow = cluster.ended([runs["most"]], PATIENCE)[runs["most"]]
    assert phase_of(workflow) == "Succeeded"
    assert artifact(cluster, "LoopFlow", runs["most"], "end", "count") == ROUNDS


@slow
def test_one_round_more_fails_and_says_why(cluster: Cluster, runs: Mapping[str, str]) -> None:
    workflow = cluster.ended([runs["more"]], PATIENCE)[runs["more"]]
    assert phase_of(workflow) in {"Failed", "Error"}
    assert "recursion" in str(workflow["status"]).lower()


@slow
def test_two_hundred_and_sixty_steps(outcomes: Outcomes, table: Table) -> None:
    [case] = [case for case in golden_cases() if case.name == LONG]
    run = outcomes.runs.get(case.name)
    if run is None:
        pytest.skip("it is run on one version only")
    workflow = outcomes.cluster.ended([run], PATIENCE)[run]
    table.add(case.name, outcomes.cluster.version, "executed", phase_of(workflow))
    assert phase_of(workflow) == "Succeeded"
    same = text_of(outcomes.cluster.store, case.flow, run) == case.wanted
    table.add(case.name, outcomes.cluster.version, "equal", "yes" if same else "NO")
    assert same
