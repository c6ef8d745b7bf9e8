"""Finds the calls of `self.next` in a step, and says of each where it stands.

if self.done:
    self.next(self.end)      # final: nothing of the step runs after it
    return
for row in rows:
    self.next(self.train)    # in a loop
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from compiler.frontends.python.symbols import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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


def next_calls(node: FunctionNode) -> tuple[NextCall, ...]:
    """Return every call of `next` on the first parameter of the step, in the file's order."""
    flow = first_parameter(node)
    if flow is None:
        return ()
    found = list(_block(node.body, _Place(), flow))
    return tuple(sorted(found, key=lambda call: (call.node.lineno, call.node.col_offset)))


def first_parameter(node: FunctionNode) -> str | None:
    """Return the name of the parameter that receives the flow."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    return arguments[0].arg if arguments else None


def _block(body: Sequence[ast.stmt], place: _Place, flow: str) -> Iterator[NextCall]:
    waiting = [(body, place)]
    while waiting:
        block, around = waiting.pop()
        afters = _afters(block, around)
        for statement, after in zip(block, afters, strict=True):
            call = _next_statement(statement, flow)
            if call is not None:
                yield _placed(call, after)
                continue
            waiting.extend(_inner(statement, after))
            yield from _nested(statement, flow)


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
