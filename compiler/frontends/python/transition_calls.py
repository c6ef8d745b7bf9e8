"""Finds the calls of `self.next` in a step, and says of each where it stands.

if self.done:
    self.next(self.end)      # final: nothing of the step runs after it
    return
for row in rows:
    self.next(self.train)    # in a loop
"""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING

from compiler.frontends.python.symbols import FunctionNode
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.frontends.python.symbols import Module


_COMPOUND = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar),
    *(ast.With, ast.AsyncWith, ast.Match),
)
_EXPRESSIONS = (ast.expr, ast.keyword, ast.comprehension, ast.withitem)


class Stand(StrEnum):
    """Where a transition stands in its step."""

    FINAL = "final"
    NOT_LAST = "not last"
    IN_LOOP = "in a loop"
    NESTED = "in a nested function or expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCall:
    """One call of `self.next`; `after` is the statement that would still run after it."""

    node: ast.Call
    stand: Stand
    after: ast.stmt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What happens after a block: `after` runs next, unless the step has ended by then.

    `left` is what happens after the loop around it, where `break` goes.
    """

    after: ast.stmt | None = None
    in_loop: bool = False
    left: _Place | None = None


def next_calls(node: FunctionNode, module: Module) -> tuple[NextCall, ...]:
    """Return every call of `next` on the first parameter of the step, in the file's order."""
    flow = first_parameter(node)
    lines = module.source.lines[node.lineno - 1 : node.end_lineno]
    mentioned = sum(line.count("next") for line in lines)
    if flow is None or not mentioned:
        return ()
    blocks = list(_blocks(node.body))
    found = [call for block, place in blocks for call in _statements(block, place, flow)]
    if len(found) < mentioned:
        # The word stands elsewhere, too: in a helper's name, a comment, or a hidden transition.
        found += [call for block, _ in blocks for one in block for call in _nested(one, flow)]
    return tuple(sorted(found, key=lambda call: (call.node.lineno, call.node.col_offset)))


def first_parameter(node: FunctionNode) -> str | None:
    """Return the name of the parameter that receives the flow."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    return arguments[0].arg if arguments else None


def _blocks(body: Sequence[ast.stmt]) -> Iterator[tuple[Sequence[ast.stmt], _Place]]:
    """Yield `body` and every block in it, with what runs after each."""
    waiting = [(body, _Place())]
    while waiting:
        block, around = waiting.pop()
        yield block, around
        if any(isinstance(statement, _COMPOUND) for statement in block):
            afters = _afters(block, around)
            for statement, after in zip(block, afters, strict=True):
                waiting.extend(_inner(statement, after))


def _statements(block: Sequence[ast.stmt], around: _Place, flow: str) -> Iterator[NextCall]:
    """Yield the calls of `self.next` that are statements of `block`."""
    calls = [_next_statement(statement, flow) for statement in block]
    if any(calls):
        for call, after in zip(calls, _afters(block, around), strict=True):
            if call is not None:
                yield _placed(call, after)


def _afters(block: Sequence[ast.stmt], around: _Place) -> list[_Place]:
    """Return for each statement what runs after it, from the last to the first."""
    places: list[_Place] = []
    current = around
    for statement in reversed(block):
        places.append(current)
        current = _before(statement, current)
    places.reverse()
    return places


def _before(statement: ast.stmt, after: _Place) -> _Place:
    match statement:
        case ast.Return(value=None) | ast.Return(value=ast.Constant()) | ast.Raise():
            return _Place()
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return after
        case ast.Break() if after.left is not None:
            return after.left
        case _:
            return _Place(after=statement, in_loop=after.in_loop, left=after.left)


def _placed(call: ast.Call, place: _Place) -> NextCall:
    if place.after is not None:
        return NextCall(node=call, stand=Stand.NOT_LAST, after=place.after)
    return NextCall(node=call, stand=Stand.IN_LOOP if place.in_loop else Stand.FINAL)


def _inner(statement: ast.stmt, after: _Place) -> Iterator[tuple[Sequence[ast.stmt], _Place]]:
    """Yield the blocks inside `statement` with what runs after each."""
    match statement:
        case ast.For() | ast.AsyncFor() | ast.While():
            yield statement.body, _Place(in_loop=True, left=after)
            yield statement.orelse, after
        case ast.Try() | ast.TryStar():
            ending = statement.orelse[0] if statement.orelse else None
            yield statement.body, _before(ending, after) if ending else after
            for part in (*(handler.body for handler in statement.handlers), statement.orelse):
                yield part, after
            yield statement.finalbody, after
        case ast.If():
            yield statement.body, after
            yield statement.orelse, after
        case ast.With() | ast.AsyncWith():
            yield statement.body, after
        case ast.Match(cases=cases):
            for case in cases:
                yield case.body, after
        case _:
            return


def _nested(statement: ast.stmt, flow: str) -> Iterator[NextCall]:
    """Yield the calls inside the expressions of `statement`, and inside functions it defines."""
    if _next_statement(statement, flow) is not None:
        return
    for node in _own_nodes(statement):
        if isinstance(node, ast.Call) and is_next(node, flow):
            yield NextCall(node=node, stand=Stand.NESTED)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    is_scope = isinstance(statement, FunctionNode | ast.ClassDef)
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        children = ast.iter_child_nodes(node)
        waiting.extend(one for one in children if is_scope or isinstance(one, _EXPRESSIONS))


def _next_statement(statement: ast.stmt, flow: str) -> ast.Call | None:
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Return(value=ast.Call() as call):
            return call if is_next(call, flow) else None
        case _:
            return None


def is_next(call: ast.Call, flow: str) -> bool:
    """Say whether `call` is `self.next(…)`, with `flow` for `self`."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr="next"):
            return name == flow
        case _:
            return False
