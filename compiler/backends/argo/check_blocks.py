"""Check what the blocks of a flow ask of Argo: depth, iterations, gangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.backends.argo.rules import BOUNDED_LOOP, GANG, TOO_DEEP
from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import Choice, Loop, Map, Parallel, Task
from compiler.ir.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context
    from compiler.ir.nodes import Block, Node

# The controller refuses a depth of 100: `main` is at 1, and a step needs one below its DAG.
_DEEPEST = 97


def check_blocks(context: Context) -> Iterator[Diagnostic]:
    """Yield what Argo cannot do with blocks, or does otherwise than an author may expect."""
    found = list(_nested(context.flow.body))
    deepest = max(found, key=lambda one: one[1], default=None)
    if deepest and deepest[1] > _DEEPEST:
        yield _too_deep(*deepest)
    for node, depth in found:
        if isinstance(node, Loop):
            yield _bounded(node, _DEEPEST - depth)
        if isinstance(node, Map) and node.gang:
            yield _gang(node)


def _nested(block: Block) -> Iterator[tuple[Node, int]]:
    """Yield every node with how many templates are around it, outer nodes first."""
    stack = [(node, 0) for node in reversed(block)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        for body in reversed(children(node)):
            inner = depth + _levels(node, body)
            stack += [(part, inner) for part in reversed(body)]


def _levels(node: Node, body: Block) -> int:
    """Return how many templates are around `body`, a part of `node`, more than around `node`."""
    own = 0 if len(body) == 1 and isinstance(body[0], Task | Loop) else 1
    match node:
        case Task() | Parallel():
            return 0
        case Map():
            return own if node.limit is None else own + 1
        case Choice():
            return own
        case Loop():
            return 1
        case _:
            assert_never(node)


def _too_deep(node: Node, depth: int) -> Diagnostic:
    return Diagnostic(
        rule=TOO_DEEP,
        message=f"blocks are nested {depth} templates deep, and Argo ends a run at 100",
        span=node.span,
        help="move the inner part into a flow of its own",
    )


def _bounded(node: Loop, most: int) -> Diagnostic:
    return Diagnostic(
        rule=BOUNDED_LOOP,
        message=f"Argo runs a loop at most {most} times; the one on `{node.on}` may need more",
        span=node.span,
        help="if it may, do several rounds within one task",
    )


def _gang(node: Map) -> Diagnostic:
    return Diagnostic(
        rule=GANG,
        message="the nodes of `num_parallel` are separate pods on Argo, not started together",
        span=node.span,
        help="use a foreach if the nodes do not talk to one another",
    )
