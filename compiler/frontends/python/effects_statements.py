"""Reads statements for what they do with artifacts, path by path."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from compiler.frontends.python.bindings import imported_names
from compiler.frontends.python.effects_expressions import (
    assign,
    hide_parameters,
    read_expression,
)
from compiler.frontends.python.effects_model import TheFlow
from compiler.frontends.python.symbols import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compiler.frontends.python.effects_tracker import Arm
    from compiler.frontends.python.effects_walker import Walker

_SURVIVING = frozenset(("AttributeError", "Exception", "BaseException"))
_SUPPRESSING = ("suppress", "raises", "expect", "ignore")


def read_block(walker: Walker, body: Sequence[ast.stmt]) -> bool:
    """Note what `body` does; return whether what stands after it may run."""
    with walker.deeper() as is_followed:
        if not is_followed:
            return True
        # What stands after a `return` never runs.
        return all(_read_statement(walker, statement) for statement in body)


def _read_statement(walker: Walker, statement: ast.stmt) -> bool:
    reader = _EXITS.get(type(statement))
    if reader is not None:
        return reader(walker, statement)
    simple = _SIMPLE.get(type(statement))
    if simple is not None:
        simple(walker, statement)
    return True


def _read_value(walker: Walker, statement: ast.Expr) -> None:
    read_expression(walker, statement.value, consumed=True)


def _read_assert(walker: Walker, statement: ast.Assert) -> None:
    read_expression(walker, statement.test, consumed=True)


def _read_import(walker: Walker, statement: ast.Import | ast.ImportFrom) -> None:
    for name, imported in imported_names(statement):
        walker.bind(name, None)
        walker.imports[name] = imported


def _read_annotated(walker: Walker, statement: ast.AnnAssign) -> None:
    if statement.value is not None:
        _assign_all(walker, [statement.target], statement.value)


def _read_augmented(walker: Walker, statement: ast.AugAssign) -> None:
    held = walker.held(statement.target)
    read_expression(walker, statement.target, consumed=True)
    read_expression(walker, statement.value)
    assign(walker, statement.target, held)


def _read_assignment(walker: Walker, statement: ast.Assign) -> None:
    _assign_all(walker, statement.targets, statement.value)


def _assign_all(walker: Walker, targets: list[ast.expr], value: ast.expr) -> None:
    held = walker.held(value)
    keeps = all(isinstance(target, ast.Name) for target in targets)
    read_expression(walker, value, consumed=held is not None and keeps)
    for target in targets:
        assign(walker, target, held if isinstance(target, ast.Name) else None)


def _read_deletes(walker: Walker, statement: ast.Delete) -> None:
    for target in statement.targets:
        _read_delete(walker, target)


def _read_delete(walker: Walker, target: ast.expr) -> None:
    match target:
        case ast.Attribute(value=holder, attr=name) if isinstance(walker.held(holder), TheFlow):
            walker.tracker.delete(name, walker.span(target), certain=not walker.nested)
        case ast.Name(id=name):
            walker.bind(name, None)
        case ast.Attribute(value=holder) | ast.Subscript(value=holder):
            read_expression(walker, holder, consumed=True)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for one in targets:
                _read_delete(walker, one)
        case _:
            return


def _read_return(walker: Walker, statement: ast.Return) -> bool:
    if statement.value is not None:
        read_expression(walker, statement.value)
    if not walker.nested:
        walker.tracker.leave()
        walker.tracker.has_left = True
    return False


def _read_raise(walker: Walker, statement: ast.Raise) -> bool:
    for part in (statement.exc, statement.cause):
        if part is not None:
            read_expression(walker, part)
    return False


def _read_jump(walker: Walker, statement: ast.Break | ast.Continue) -> bool:
    del walker, statement
    return False


def _read_arm(walker: Walker, body: Sequence[ast.stmt]) -> Arm:
    """Read a block that may be skipped; return whether it goes on, and what it assigned."""
    tracker = walker.tracker
    mark = tracker.mark()
    tracker.guards += 1
    goes_on = read_block(walker, body)
    tracker.guards -= 1
    return goes_on, tracker.undo(mark)


def _read_if(walker: Walker, statement: ast.If) -> bool:
    """Read an `if` with its `elif`s, which are nested in the syntax tree, as one list of arms."""
    read_expression(walker, statement.test, consumed=True)
    arms = [_read_arm(walker, statement.body)]
    while len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        statement = statement.orelse[0]
        read_expression(walker, statement.test, guarded=True, consumed=True)
        arms.append(_read_arm(walker, statement.body))
    arms.append(_read_arm(walker, statement.orelse))
    return walker.tracker.rejoin(arms)


def _read_loop(walker: Walker, statement: ast.For | ast.AsyncFor | ast.While) -> bool:
    tracker = walker.tracker
    is_endless = isinstance(statement, ast.While) and _is_true(statement.test)
    if isinstance(statement, ast.While):
        read_expression(walker, statement.test, consumed=True)
    else:
        read_expression(walker, statement.iter, consumed=True)
    mark = tracker.mark()
    tracker.guards, tracker.loops = tracker.guards + 1, tracker.loops + 1
    if not isinstance(statement, ast.While):
        assign(walker, statement.target, walker.items(statement.iter))
    read_block(walker, statement.body)
    tracker.guards, tracker.loops = tracker.guards - 1, tracker.loops - 1
    tracker.undo(mark)
    _read_arm(walker, statement.orelse)
    return not is_endless or _has_break(statement.body)


def _read_try(walker: Walker, statement: ast.Try | ast.TryStar) -> bool:
    tracker = walker.tracker
    guards = 1 if statement.handlers else 0
    shields = 1 if any(_survives(one) for one in statement.handlers) else 0
    mark = tracker.mark()
    tracker.guards, tracker.shields = tracker.guards + guards, tracker.shields + shields
    goes_on = read_block(walker, statement.body)
    tracker.guards, tracker.shields = tracker.guards - guards, tracker.shields - shields
    goes_on = goes_on and read_block(walker, statement.orelse)
    arms = [(goes_on, tracker.undo(mark))]
    for handler in statement.handlers:
        if handler.name:
            walker.bind(handler.name, None)
        arms.append(_read_arm(walker, handler.body))
    goes_on = tracker.rejoin(arms)
    return read_block(walker, statement.finalbody) and goes_on


def _survives(handler: ast.ExceptHandler) -> bool:
    """Say whether `handler` catches that an attribute is missing."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in _SURVIVING) for kind in kinds
    )


def _read_with(walker: Walker, statement: ast.With | ast.AsyncWith) -> bool:
    tracker = walker.tracker
    suppresses = any(_suppresses(item.context_expr) for item in statement.items)
    for item in statement.items:
        read_expression(walker, item.context_expr)
        if item.optional_vars is not None:
            assign(walker, item.optional_vars, None)
    if not suppresses:
        return read_block(walker, statement.body)
    tracker.shields += 1
    _read_arm(walker, statement.body)
    tracker.shields -= 1
    return True


def _suppresses(node: ast.expr) -> bool:
    """Say whether a `with` goes on after an exception, as far as its name tells."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return any(word in name.lower() for word in _SUPPRESSING)
        case _:
            return False


def _read_match(walker: Walker, statement: ast.Match) -> bool:
    read_expression(walker, statement.subject, consumed=True)
    arms: list[Arm] = []
    is_complete = False
    for case in statement.cases:
        if case.guard is not None:
            read_expression(walker, case.guard, guarded=True, consumed=True)
        arms.append(_read_arm(walker, case.body))
        is_wildcard = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        is_complete |= is_wildcard and case.guard is None
    return walker.tracker.rejoin(arms if is_complete else [*arms, (True, frozenset())])


def _read_definition(
    walker: Walker, statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
) -> None:
    """Read a nested function or class: it may run later, often, or never."""
    for decorator in statement.decorator_list:
        read_expression(walker, decorator)
    walker.bind(statement.name, None)
    if not isinstance(statement, ast.ClassDef):
        walker.functions[statement.name] = statement
    tracker = walker.tracker
    with walker.inner_names():
        if not isinstance(statement, ast.ClassDef):
            for default in (*statement.args.defaults, *statement.args.kw_defaults):
                if default is not None:
                    read_expression(walker, default)
            hide_parameters(walker, statement.args)
        walker.nested += 1
        tracker.loops += 1
        _read_arm(walker, statement.body)
        tracker.loops -= 1
        walker.nested -= 1


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _has_break(body: Sequence[ast.stmt]) -> bool:
    """Say whether a `break` of the loop around `body` stands in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Break):
            return True
        if not isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.expr | FunctionNode):
            waiting.extend(ast.iter_child_nodes(node))
    return False


_SIMPLE: dict[type[ast.stmt], Callable[[Walker, Any], None]] = {
    ast.Expr: _read_value,
    ast.Assign: _read_assignment,
    ast.AnnAssign: _read_annotated,
    ast.AugAssign: _read_augmented,
    ast.Delete: _read_deletes,
    ast.Assert: _read_assert,
    ast.Import: _read_import,
    ast.ImportFrom: _read_import,
    ast.FunctionDef: _read_definition,
    ast.AsyncFunctionDef: _read_definition,
    ast.ClassDef: _read_definition,
}
"""Statements after which the next one always runs."""

_EXITS: dict[type[ast.stmt], Callable[[Walker, Any], bool]] = {
    ast.Return: _read_return,
    ast.Raise: _read_raise,
    ast.Break: _read_jump,
    ast.Continue: _read_jump,
    ast.If: _read_if,
    ast.For: _read_loop,
    ast.AsyncFor: _read_loop,
    ast.While: _read_loop,
    ast.Try: _read_try,
    ast.TryStar: _read_try,
    ast.With: _read_with,
    ast.AsyncWith: _read_with,
    ast.Match: _read_match,
}
"""Statements after which nothing of the block may run."""
