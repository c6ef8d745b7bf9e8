"""Computes the value of an expression by reading, or says why that cannot be done."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import Scope, ValueSymbol
from compiler.language.values import Code, Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from compiler.frontends.python.project import Project


def fold(expr: ast.expr, scope: Scope, project: Project) -> Folded:
    """Return the value of `expr` where `scope` is; `Unknown` says why it could not be found."""
    span = scope.module.span(expr)
    match expr:
        case ast.Constant(value=None | bool() | int() | float() | str() | bytes() as value):
            return Known(value=value, span=span)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return Items(items=tuple(fold(item, scope, project) for item in items), span=span)
        case ast.Dict(keys=keys, values=values):
            pairs = []
            for key, one in zip(keys, values, strict=True):
                known = None if key is None else fold(key, scope, project)
                if not isinstance(known, Known):
                    return Unknown(reason="a key is not known", span=span)
                pairs.append((known, fold(one, scope, project)))
            return Table(entries=tuple(pairs), span=span)
        case ast.Name() | ast.Attribute():
            return _named(expr, scope, project)
        case _:
            return Unknown(reason="this expression is not one that can be computed", span=span)


def truth(expr: ast.expr, scope: Scope, project: Project) -> bool | None:
    """Say whether `expr` is true where `scope` is; None if that is not known."""
    match fold(expr, scope, project):
        case Known(value=value):
            return bool(value)
        case Items(items=items):
            return bool(items)
        case Table(entries=entries):
            return bool(entries)
        case Code() | Unknown():
            return None


def _named(expr: ast.expr, scope: Scope, project: Project) -> Folded:
    span = scope.module.span(expr)
    symbol = resolve(expr, scope, project)
    if isinstance(symbol, ValueSymbol) and symbol.value is not expr:
        return fold(symbol.value, Scope(module=symbol.module), project)
    if isinstance(symbol, ValueSymbol):
        return Unknown(reason="this name is not one that can be computed", span=span)
    return Code(name=getattr(symbol, "name", ""), span=span)
