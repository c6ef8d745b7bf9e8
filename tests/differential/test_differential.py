"""Metaflow and flowc run the same file to the same artifacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.cases import CASES, Case
from tests.differential.checking import check
from tests.differential.known import KNOWN
from tests.differential.running import FLOWS
from tests.wording import words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_leave_the_same_tasks_and_artifacts(case: Case, tmp_path: Path) -> None:
    checked = check(case, tmp_path)
    assert not checked.problems, "\n".join(checked.problems)
    assert checked.comparison.tasks > 1


def test_every_flow_is_run() -> None:
    assert {path.stem for path in FLOWS.glob("*.py")} == {case.flow for case in CASES}


def test_every_difference_names_cases_that_there_are() -> None:
    named = {name for known in KNOWN for name in known.cases}
    assert named <= {case.name for case in CASES}


def test_values_that_are_not_the_same_have_different_words() -> None:
    values = [1, True, 1.0, "1", b"1", None, [1], (1,), {1}, frozenset({1}), {1: 1}, float("nan")]
    values += [{1: 2, 3: 4}, {3: 4, 1: 2}, 0.0, -0.0, ValueError("x"), ValueError("y"), int]
    texts = [words(value) for value in values]
    assert len(set(texts)) == len(texts)
    loop: list[object] = []
    loop.append(loop)
    assert words(loop) == "list[cycle 1]"
