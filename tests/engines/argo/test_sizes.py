"""Runs at the limits: many items, many steps, many iterations; and one more than Argo takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import Phase
from tests.engines.argo.cases import golden_cases
from tests.engines.argo.conftest import IS_LONG, LONG
from tests.engines.argo.deploying import deploy, started
from tests.engines.argo.test_failures import FILE, artifact
from tests.engines.cluster import phase_of
from tests.golden_runs import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.argo.conftest import Outcomes
    from tests.engines.cluster import Cluster
    from tests.engines.table import Table

WIDTH = 500
slow = pytest.mark.skipif(not IS_LONG, reason="takes many minutes: FLOWC_TEST_LONG=1")


@slow
def test_a_foreach_of_five_hundred_items(cluster: Cluster, folder: Path) -> None:
    flow = "OneFailsFlow"
    name = deploy(cluster, FILE, flow, folder)
    run = started(cluster, name, {"width": str(WIDTH), "bad": "-1"})
    workflow = cluster.ended([run], 1800)[run]
    assert phase_of(workflow) == "Succeeded"
    squares = artifact(cluster, flow, run, "collect", "squares")
    assert squares == [number**2 for number in range(WIDTH)]
    shown = [task for task in tasks_of(workflow) or () if task.step == "work"]
    assert [task.phase for task in shown] == [Phase.SUCCEEDED] * WIDTH


@slow
def test_a_loop_of_as_many_rounds_as_argo_takes(cluster: Cluster, folder: Path) -> None:
    name = deploy(cluster, FILE, "LoopFlow", folder)
    most, more = started(cluster, name, {"rounds": "97"}), started(cluster, name, {"rounds": "98"})
    ended = cluster.ended([most, more], 1800)
    assert phase_of(ended[most]) == "Succeeded"
    assert artifact(cluster, "LoopFlow", most, "end", "count") == 97
    assert phase_of(ended[more]) in {"Failed", "Error"}
    assert "recursion" in str(ended[more]["status"]).lower()


@slow
def test_two_hundred_and_sixty_steps(outcomes: Outcomes, table: Table) -> None:
    [case] = [case for case in golden_cases() if case.name == LONG]
    run = outcomes.runs.get(case.name)
    if run is None:
        pytest.skip("it is run on one version only")
    workflow = outcomes.cluster.ended([run], 2400)[run]
    table.add(case.name, outcomes.cluster.version, "executed", phase_of(workflow))
    assert phase_of(workflow) == "Succeeded"
    same = text_of(outcomes.cluster.store, case.flow, run) == case.wanted
    table.add(case.name, outcomes.cluster.version, "equal", "yes" if same else "NO")
    assert same
