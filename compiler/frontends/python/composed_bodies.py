"""Follows the statements of a function that makes or applies decorators."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING, Any

from compiler.frontends.python.composed_values import (
    Bare,
    Closure,
    Data,
    NotFollowed,
    Sequence,
    Value,
)
from compiler.frontends.python.resolve import is_language
from compiler.language.values import Known, Unknown
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence as Statements

    from compiler.frontends.python.composition import Composer
    from compiler.frontends.python.symbols import Scope

_NUMBERS = {"int": int, "float": float, "bool": bool}


class _Raised(NotFollowed):
    """The code that is followed would raise here."""

    def __init__(self) -> None:
        super().__init__("it raises an error")


@dataclass(slots=True, kw_only=True)
class Run:
    """A function's body on its way: what its variables hold, what it assigned to `self`."""

    composer: Composer
    scope: Scope
    variables: dict[str, Value]
    attributes: dict[str, Value] = field(default_factory=dict)


def run(body: Statements[ast.stmt], state: Run) -> Value | None:
    """Return what `body` returns, None if nothing; raise `NotFollowed` if that is not known."""
    for statement in body:
        result = _statement(statement, state)
        if result is not None:
            return result
    return None


def _statement(statement: ast.stmt, state: Run) -> Value | None:
    match statement:
        case ast.Return(value=None):
            return Data(value=Known(value=None))
        case ast.Return(value=ast.expr() as value):
            return _value(value, state)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            # The variables are shared: a function sees what is assigned after its definition.
            module, variables = state.scope.module, state.variables
            closure = Closure(node=statement, module=module, variables=variables)
            state.variables[statement.name] = closure
        case ast.If(test=test, body=body, orelse=orelse):
            holds = state.composer.truth(test, state.scope, state.variables)
            return run(body if holds else orelse, state)
        case ast.For(target=ast.Name(id=name), iter=iterated, body=body):
            return _loop(name, iterated, body, state)
        case ast.Try():
            return _try(statement, state)
        case ast.With(body=body):
            return run(body, state)
        case ast.Raise():
            raise _Raised
        case ast.While() | ast.Match() | ast.For():
            raise NotFollowed("it loops in a way that only running code can follow")
        case _:
            _assign(statement, state)
    return None


def _assign(statement: ast.stmt, state: Run) -> None:
    match statement:
        case ast.Assign(targets=[target], value=value):
            _bind(target, value, state)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _bind(target, value, state)
        case ast.ImportFrom(module=str(module), names=names, level=0) if is_language(module):
            for alias in names:
                bound = alias.asname or alias.name
                place = ast.copy_location(ast.Name(id=bound, ctx=ast.Load()), statement)
                state.variables[bound] = Bare(name=alias.name, node=place)
        case ast.AugAssign(target=ast.Name(id=name)):
            state.variables[name] = Data(value=Unknown(reason=f"`{name}` is changed in place"))
        case _:
            return


def _bind(target: ast.expr, value: ast.expr, state: Run) -> None:
    match target:
        case ast.Name(id=name):
            state.variables[name] = _value(value, state)
        case ast.Attribute(attr=name):
            state.attributes[name] = _value(value, state)
        case _:
            return


def _value(node: ast.expr, state: Run) -> Value:
    value = state.composer.value(node, state.scope, state.variables)
    if isinstance(value, Data) and isinstance(value.value, Unknown) and _fails(node, state):
        raise _Raised
    return value


def _fails(node: ast.expr, state: Run) -> bool:
    """Say whether what goes wrong in `bool(int(flag))` is that a known value is no number."""
    conversions: list[str] = []
    while True:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[inner]) if name in _NUMBERS:
                conversions.append(name)
                node = inner
            case _:
                break
    match state.composer.folded(node, state.scope, state.variables):
        case Known(value=value):
            return bool(conversions) and not _converts(value, conversions)
        case _:
            return False


def _converts(value: Any, conversions: Statements[str]) -> bool:
    try:
        for name in reversed(conversions):
            value = _NUMBERS[name](value)
    except (TypeError, ValueError):
        return False
    return True


def _loop(name: str, iterated: ast.expr, body: Statements[ast.stmt], state: Run) -> Value | None:
    match state.composer.value(iterated, state.scope, state.variables):
        case Sequence(values=values):
            for value in values:
                state.variables[name] = value
                result = run(body, state)
                if result is not None:
                    return result
            return None
        case _:
            raise NotFollowed("it loops over a list that is not known")


def _try(statement: ast.Try, state: Run) -> Value | None:
    try:
        result = run([*statement.body, *statement.orelse], state)
    except _Raised:
        if not statement.handlers:
            raise
        result = run(statement.handlers[0].body, state)
    final = run(statement.finalbody, state)
    return result if final is None else final
