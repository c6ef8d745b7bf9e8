"""Structuring: from the graph of an author's transitions to a tree of closed blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic
    from compiler.ir.graph import Graph
    from compiler.ir.nodes import Block


def structure(graph: Graph) -> tuple[Block | None, tuple[Diagnostic, ...]]:
    """Return the block that `graph` means, or None, and everything that was found on the way."""
    steps = {step.task.name: step for step in graph.steps}
    block = []
    name: str | None = graph.start
    while name is not None:
        step = steps[name]
        block.append(step.task)
        name = step.transition.links[0].target if step.transition else None  # type: ignore[union-attr]
    return tuple(block), ()
