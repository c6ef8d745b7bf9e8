"""Folds functions that stand where a decorator takes the value that they return at deployment.

def tables(context):
    return ["prices", "stock"]

@trigger(events=tables)               # as if it said @trigger(events=["prices", "stock"])
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import FunctionSymbol
from compiler.language.values import Folded, Unknown

if TYPE_CHECKING:
    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import Scope

_TAKING_FUNCTIONS = frozenset(("trigger", "trigger_on_finish"))
_OF_CONFIG = frozenset(("default", "default_value"))
_CONTEXT = "the deployment"
"""The name of the argument that such a function is given: no name of Python's."""


def takes_functions(name: str, argument: str | None) -> bool:
    """Say whether `argument` of a call of `name` is a value, or a function that returns it."""
    if name == "Config":
        return argument in _OF_CONFIG
    return name in _TAKING_FUNCTIONS and argument is not None


def fold_called(expr: ast.expr, scope: Scope, project: Project) -> Folded:
    """Return the value of `expr`, in which functions stand for what they return."""
    context = Unknown(reason="it depends on the deployment", span=scope.module.span(expr))
    known = replace(scope, local={**scope.local, _CONTEXT: context})
    return project.folder.fold(_called(expr, scope, project), known)


def _called(expr: ast.expr, scope: Scope, project: Project) -> ast.expr:
    """Return `expr` with a call in place of every function in it."""
    match expr:
        case ast.Dict(keys=keys, values=values):
            called = [_called(value, scope, project) for value in values]
            return ast.copy_location(ast.Dict(keys=keys, values=called), expr)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            called = [_called(item, scope, project) for item in items]
            return ast.copy_location(ast.List(elts=called, ctx=ast.Load()), expr)
        case ast.Lambda():
            return _call(expr)
        case ast.Name() | ast.Attribute():
            is_function = isinstance(resolve(expr, scope, project), FunctionSymbol)
            return _call(expr) if is_function else expr
        case _:
            return expr


def _call(function: ast.expr) -> ast.Call:
    context = ast.copy_location(ast.Name(id=_CONTEXT, ctx=ast.Load()), function)
    return ast.copy_location(ast.Call(func=function, args=[context], keywords=[]), function)
