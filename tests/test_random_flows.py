"""Random flows, written as source text, compile to the blocks that they were drawn as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from compiler.backends.invocation import invocations
from compiler.frontends.base import ReadOptions
from compiler.frontends.python.frontend import FRONTEND
from compiler.ir.verify import verify
from compiler.passes.order import FLOW_CHECKS, SETTINGS_CHECKS
from tests.sources import bare, source_of
from tests.strategies import flows

if TYPE_CHECKING:
    import pytest

    from compiler.ir.nodes import Flow


@settings(max_examples=40)
@given(drawn=flows(6))
def test_the_source_of_a_flow_compiles_to_its_blocks(
    drawn: Flow, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("flow")
    path = root / "flow.py"
    path.write_text(source_of(drawn), encoding="utf-8")
    reading = FRONTEND.read(path, ReadOptions(root=root))
    (read,) = reading.flows
    assert (reading.diagnostics, read.diagnostics) == ((), ())
    assert read.flow is not None
    assert bare(read.flow.body) == drawn.body
    verify(read.flow)
    assert [
        found.message for check in (*SETTINGS_CHECKS, *FLOW_CHECKS) for found in check(read.flow)
    ] == []
    assert invocations(read.flow).keys() == invocations(drawn).keys()
