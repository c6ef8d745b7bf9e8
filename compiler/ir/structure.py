"""Structuring: from the graph of an author's transitions to a tree of closed blocks.

    start → foreach train → join → end      Task(start) Map(body=(train,), join) Task(end)

Everything takes linear time, and nothing recurses along a chain of steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.build import build_block
from compiler.ir.shape import below, shape_of
from compiler.ir.step_rules import UNKNOWN_STEP
from compiler.ir.transitions import check_cycles, check_reach, check_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.diagnostics import Diagnostic
    from compiler.ir.graph import Graph
    from compiler.ir.nodes import Block


def structure(graph: Graph) -> tuple[Block | None, tuple[Diagnostic, ...]]:
    """Return the block that `graph` means, or None, and everything that was found on the way."""
    whole, found = check_steps(graph)
    if whole is None:
        return None, found
    shape = shape_of(whole)
    cycles = tuple(check_cycles(shape))
    found += (*cycles, *check_reach(shape, end_too=not cycles))
    if cycles:
        return None, found
    block, more = build_block(shape, below(shape))
    found += more
    return (None if _has_error(found) else block), found


def likely_block(graph: Graph) -> Block | None:
    """Return what `graph` means if its misspelt targets are mended; None if more is wrong.

    It is good for finding further mistakes in the same go, and for nothing else.
    """
    mended, found = check_steps(graph)
    if mended is None or any(one.is_error and one.rule is not UNKNOWN_STEP for one in found):
        return None
    block, _ = structure(mended)
    return block


def _has_error(found: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.is_error for diagnostic in found)
