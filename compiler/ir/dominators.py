"""Dominator trees of graphs without cycles, in near-linear time and without recursion.

Nodes are the numbers below the size of the graph. For post-dominators, turn the edges round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

Edges = list[list[int]]
"""The nodes that each node leads to, by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree as each node's parent (the root is its own) and depth; -1 for nodes outside.

    `jump` is an ancestor further up, so far that a walk of any length takes logarithmically many
    steps: where the two jumps before have the same length, it is the two of them in one.
    """

    parent: list[int]
    depth: list[int]
    jump: list[int]


def dominators(order: Sequence[int], predecessors: Edges) -> Tree:
    """Return the dominator tree of the nodes in `order`: topological, the root first.

    Each node but the root has a predecessor in `order`; predecessors outside do not count.
    """
    size = len(predecessors)
    tree = Tree(parent=[-1] * size, depth=[-1] * size, jump=[-1] * size)
    root = order[0]
    tree.parent[root] = tree.jump[root] = root
    tree.depth[root] = 0
    for node in order[1:]:
        before = [p for p in predecessors[node] if tree.depth[p] >= 0]
        parent = before[0]
        for other in before[1:]:
            parent = common(tree, parent, other)
        _hang(tree, node, parent)
    return tree


def common(tree: Tree, left: int, right: int) -> int:
    """Return the lowest node that stands above, or is, both."""
    parent, jump = tree.parent, tree.jump
    left = above(tree, left, tree.depth[right])
    right = above(tree, right, tree.depth[left])
    while left != right:
        if jump[left] != jump[right]:
            left, right = jump[left], jump[right]
        else:
            left, right = parent[left], parent[right]
    return left


def above(tree: Tree, node: int, depth: int) -> int:
    """Return the ancestor of `node` at `depth`; `node` itself if it is no deeper."""
    while tree.depth[node] > depth:
        jump = tree.jump[node]
        node = jump if tree.depth[jump] >= depth else tree.parent[node]
    return node


def dominates(tree: Tree, upper: int, lower: int) -> bool:
    """Say whether `upper` stands above, or is, `lower`."""
    return above(tree, lower, tree.depth[upper]) == upper


def _hang(tree: Tree, node: int, parent: int) -> None:
    tree.parent[node] = parent
    tree.depth[node] = tree.depth[parent] + 1
    near = tree.jump[parent]
    far = tree.jump[near]
    even = tree.depth[parent] - tree.depth[near] == tree.depth[near] - tree.depth[far]
    tree.jump[node] = far if even else parent
