"""Dominator trees, compared with networkx on random graphs; and how much work they take."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from compiler.ir.dominators import Edges, above, common, dominates, dominators


@st.composite
def dags(draw: st.DrawFn) -> Edges:
    """Draw predecessors of a graph without cycles, whose node 0 leads to every other."""
    size = draw(st.integers(1, 25))
    return [
        sorted(draw(st.sets(st.integers(0, node - 1), min_size=1, max_size=4))) if node else []
        for node in range(size)
    ]


@given(dags())
def test_parents_are_immediate_dominators(predecessors: Edges) -> None:
    tree = dominators(range(len(predecessors)), predecessors)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(predecessors)))
    graph.add_edges_from((p, node) for node, before in enumerate(predecessors) for p in before)
    want = nx.immediate_dominators(graph, 0)
    for node in range(1, len(predecessors)):
        assert tree.parent[node] == want[node]


@given(dags(), st.data())
def test_ancestors_are_those_that_a_plain_walk_finds(
    predecessors: Edges, data: st.DataObject
) -> None:
    size = len(predecessors)
    tree = dominators(range(size), predecessors)
    left, right = data.draw(st.tuples(*[st.integers(0, size - 1)] * 2))
    line = _line(tree.parent, left)
    other = _line(tree.parent, right)
    meet = next(node for node in line if node in other)
    assert common(tree, left, right) == meet
    assert dominates(tree, left, right) == (left in other)
    assert [above(tree, left, tree.depth[node]) for node in line] == line


def test_a_walk_up_a_long_chain_takes_few_steps() -> None:
    size = 100_000
    tree = dominators(range(size), [[i - 1] if i else [] for i in range(size)])
    node, steps = size - 1, 0
    while tree.depth[node] > 1:
        jump = tree.jump[node]
        node = jump if tree.depth[jump] >= 1 else tree.parent[node]
        steps += 1
    assert steps < 50


def _line(parent: list[int], node: int) -> list[int]:
    found = [node]
    while parent[node] != node:
        node = parent[node]
        found.append(node)
    return found
