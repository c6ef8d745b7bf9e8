"""The golden flows: each becomes exactly the bytes that are committed, and a valid tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.cli.goldens import Case, cases, differences
from compiler.frontends.base import ReadOptions
from compiler.ir.nodes import Flow
from compiler.ir.serialise import from_json, to_json
from compiler.ir.verify import verify
from compiler.passes.order import FLOW_CHECKS, SETTINGS_CHECKS
from compiler.registry import frontend

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "golden" / "flows"
CASES = cases(FOLDER, None)


def flows(case: Case) -> list[Flow]:
    options = ReadOptions(root=case.flow.parent, environment={})
    reading = frontend(".py").read(case.flow, options)
    return [read.flow for read in reading.flows if read.flow is not None]


def test_there_are_golden_flows() -> None:
    assert len(CASES) > 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_flow_becomes_what_is_committed(case: Case) -> None:
    wrong = {one.path.relative_to(ROOT).as_posix(): _problem(one) for one in differences(case)}
    assert not wrong, "run `make golden` and read the diff"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_flow_stays_a_valid_tree_through_every_stage(case: Case) -> None:
    for flow in flows(case):
        verify(flow)
        for check in (*SETTINGS_CHECKS, *FLOW_CHECKS):
            list(check(flow))
        again = from_json(to_json(flow))
        verify(again)
        assert again == flow


def _problem(one: object) -> str:
    if getattr(one, "found", None) is None:
        return "missing"
    return "stale" if getattr(one, "wanted", None) is None else "different"
