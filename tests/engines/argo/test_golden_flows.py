"""The golden flows on a real Argo: accepted, admitted, run, and the same as `flowc run` leaves."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import Phase
from tests.cli.shell import run
from tests.engines.argo.cases import Case, golden_cases
from tests.engines.argo.conftest import LONG, is_run
from tests.engines.cluster import phase_of
from tests.engines.kubernetes.images import environ
from tests.golden_runs import options_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.engines.argo.conftest import Outcomes
    from tests.engines.cluster import Document
    from tests.engines.table import Table

CASES = golden_cases()
SHORT = [case for case in CASES if case.name != LONG]
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_short = pytest.mark.parametrize("case", SHORT, ids=lambda case: case.name)


@each
def test_argos_own_validator_accepts_it(
    case: Case, verdicts: Mapping[str, list[str]], outcomes: Outcomes, table: Table
) -> None:
    word = "refused" if verdicts[case.name] else "ok"
    table.add(case.name, outcomes.cluster.version, "lint", word)
    assert verdicts[case.name] == []


@each
def test_the_api_admits_it(case: Case, outcomes: Outcomes, table: Table) -> None:
    word = "refused" if case.name in outcomes.refused else "ok"
    table.add(case.name, outcomes.cluster.version, "admitted", word)
    assert case.name not in outcomes.refused


@each_short
def test_it_succeeds(case: Case, outcomes: Outcomes, table: Table) -> None:
    workflow = ended(case, outcomes)
    table.add(case.name, outcomes.cluster.version, "executed", phase_of(workflow))
    assert phase_of(workflow) == "Succeeded", workflow["status"].get("message")


@each_short
def test_it_leaves_what_a_run_on_this_machine_leaves(
    case: Case, outcomes: Outcomes, table: Table
) -> None:
    ended(case, outcomes)
    left = text_of(outcomes.cluster.store, case.flow, outcomes.runs[case.name])
    same = left == case.wanted
    table.add(case.name, outcomes.cluster.version, "equal", "yes" if same else "NO")
    assert json.loads(left) == json.loads(case.wanted)
    assert same


@each_short
def test_argo_shows_what_ran_and_what_did_not(case: Case, outcomes: Outcomes) -> None:
    shown = tasks_of(ended(case, outcomes))
    assert shown is not None
    ran = {f"{one.step}/{one.path}" for one in shown if one.phase is Phase.SUCCEEDED}
    assert ran == set(json.loads(case.wanted)["tasks"])
    assert {one.phase for one in shown} <= {Phase.SUCCEEDED, Phase.SKIPPED}


@each_short
def test_its_logs_are_kept(case: Case, outcomes: Outcomes, tmp_path: Path) -> None:
    ended(case, outcomes)
    here = _printed_here(case, tmp_path)
    there = _lines(tmp_path, f"{case.flow}/{outcomes.runs[case.name]}", outcomes.cluster.store.url)
    assert there == here


def ended(case: Case, outcomes: Outcomes) -> Document:
    """Return the Workflow of a flow's run, as it ended."""
    if not is_run(case, outcomes.cluster.version):
        pytest.skip("executed on this version with FLOWC_TEST_LONG=1")
    return outcomes.workflows[case.name]


def _printed_here(case: Case, folder: Path) -> list[Any]:
    """Return the lines that the tasks of a run on this machine print."""
    shutil.copytree(case.folder, folder / case.name, ignore=shutil.ignore_patterns("want"))
    words = [*options_of(case.name), "--retry-wait", "0", "--output", "json"]
    store = str(folder / "store")
    answer = run(folder / case.name, "run", "flow.py", *words, "--store", store)
    assert answer.status == 0, answer.err
    lines = _lines(folder, f"{case.flow}/{json.loads(answer.out)['run']}", store)
    # Tracebacks name the flow's file.
    return [[*at, text.replace(f"{folder / case.name}/", "/flow/")] for *at, text in lines]


def _lines(folder: Path, pathspec: str, store: str) -> list[Any]:
    words = ("logs", pathspec, "--all", "--output", "json", "--store", store)
    answer = run(folder, *words, environ=environ())
    assert answer.status == 0, answer.err
    lines = json.loads(answer.out)["lines"]
    return sorted([line["step"], line["task"], line["stream"], line["text"]] for line in lines)
