"""What structuring promises for any graph: random ones, and those an independent oracle judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from compiler.ir.edges import edges
from compiler.ir.shape import targets
from compiler.ir.structure import structure
from compiler.ir.verify import verify
from tests.ir.oracle import is_block_structured
from tests.strategies import any_graphs, blocks, flow_of, graph_of, mutilated

if TYPE_CHECKING:
    from compiler.ir.graph import Graph
    from compiler.ir.nodes import Block


@settings(max_examples=120)
@given(blocks(12))
def test_the_tree_is_the_one_that_the_graph_was_made_from(body: Block) -> None:
    found, diagnostics = structure(graph_of(body))
    assert diagnostics == ()
    assert found == body
    verify(flow_of(body))


@given(blocks(12))
def test_the_edges_of_the_tree_are_the_transitions(body: Block) -> None:
    assert {(e.source, e.target) for e in edges(flow_of(body))} == _transitions(graph_of(body))


@settings(max_examples=250)
@given(mutilated(blocks(6)))
def test_a_changed_graph_structures_if_and_only_if_the_oracle_says_so(graph: Graph) -> None:
    _agrees(graph)


@settings(max_examples=200)
@given(any_graphs())
def test_any_graph_structures_if_and_only_if_the_oracle_says_so(graph: Graph) -> None:
    _agrees(graph)


def _agrees(graph: Graph) -> None:
    found, diagnostics = structure(graph)
    assert (found is not None) == is_block_structured(graph)
    assert (found is None) == any(d.is_error for d in diagnostics)
    if found is not None:
        verify(flow_of(found))
        assert {(e.source, e.target) for e in edges(flow_of(found))} == _transitions(graph)


def _transitions(graph: Graph) -> set[tuple[str, str]]:
    return {(step.task.name, target) for step in graph.steps for target in targets(step)}
