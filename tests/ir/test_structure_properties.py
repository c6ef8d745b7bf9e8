"""What structuring promises for any graph: random ones, and those an independent oracle judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from compiler.ir.structure import structure
from compiler.ir.verify import verify
from tests.strategies import blocks, flows, graph_of

if TYPE_CHECKING:
    from compiler.ir.nodes import Block, Flow


@settings(max_examples=300)
@given(blocks(12))
def test_finds_the_tree_that_a_graph_was_made_from(body: Block) -> None:
    found, diagnostics = structure(graph_of(body))
    assert diagnostics == ()
    assert found == body


@given(flows())
def test_random_flows_keep_the_rules_of_the_ir(flow: Flow) -> None:
    verify(flow)
