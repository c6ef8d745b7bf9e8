"""Folds calls of the project's own functions, by reading through their bodies.

    def image(name, tag="latest"):
        return f"acme/{name}:{tag}"

    @kubernetes(image=image("train"))     # "acme/train:latest"

Only what computes a value and nothing else is read through: assignments, `if` and `return`.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.frontends.python.bindings import bound
from compiler.frontends.python.plain import (
    Value,
    environment_of,
    resting_on,
    settled,
    truth_of,
    undecided,
)
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    External,
    FunctionSymbol,
    ImportedName,
    Module,
    Scope,
)
from compiler.language.values import Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.frontends.python.fold import Folder
    from compiler.source import Span

Words = dict[str, Value]

_MOST_CALLS = 20
_HARMLESS = frozenset({"functools.cache", "functools.lru_cache", "staticmethod"})


def inline(
    folder: Folder, symbol: FunctionSymbol, arguments: Sequence[Value], words: Words, span: Span
) -> Value:
    """Return what the function `symbol` gives for the values of a call at `span`."""
    function, module = symbol.node, symbol.module
    if isinstance(function, ast.AsyncFunctionDef) or not _is_bare(folder, symbol):
        return _not_read(function.name, span)
    local = _parameters(folder, function.args, module, arguments, words)
    if local is None:
        reason = f"`{function.name}` is not called with the arguments that it takes"
        return Unknown(reason=reason, span=span)
    if folder.calls >= _MOST_CALLS:
        return Unknown(reason=f"`{function.name}` calls itself too often", span=span)
    folder.calls += 1
    try:
        found = _run(folder, function.body, Scope(module=module, local=local, inside=True))
    finally:
        folder.calls -= 1
    if isinstance(found, Scope):
        return Known(value=None, span=span)
    return _not_read(function.name, span) if found is None else found


def inline_lambda(
    folder: Folder, node: ast.Lambda, module: Module, arguments: Sequence[Value], words: Words
) -> Value:
    """Return what a `lambda` gives for the values of a call."""
    local = _parameters(folder, node.args, module, arguments, words)
    span = module.span(node)
    if local is None:
        return Unknown(reason="the lambda is not called with the arguments it takes", span=span)
    if folder.calls >= _MOST_CALLS:
        return Unknown(reason="the lambda calls itself too often", span=span)
    folder.calls += 1
    try:
        return folder.value(node.body, Scope(module=module, local=local, inside=True))
    finally:
        folder.calls -= 1


def _is_bare(folder: Folder, symbol: FunctionSymbol) -> bool:
    """Say whether no decorator may change what the function gives."""
    scope = Scope(module=symbol.module)
    for decorator in symbol.node.decorator_list:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        found = resolve(name, scope, folder.project)
        if not isinstance(found, External) or found.name not in _HARMLESS:
            return False
    return True


def _parameters(
    folder: Folder,
    taken: ast.arguments,
    module: Module,
    arguments: Sequence[Value],
    words: Words,
) -> dict[str, Folded] | None:
    """Return the value of each parameter, or None if the call does not fit."""
    positional = [arg.arg for arg in (*taken.posonlyargs, *taken.args)]
    names = {*positional, *(arg.arg for arg in taken.kwonlyargs)}
    local = _defaults(folder, taken, module)
    given = dict(zip(positional, arguments, strict=False))
    extra = {name: value for name, value in words.items() if name not in names}
    surplus = arguments[len(positional) :]
    if (surplus and not taken.vararg) or (extra and not taken.kwarg) or given.keys() & words.keys():
        return None
    given.update({name: value for name, value in words.items() if name in names})
    local.update({name: settled(value) for name, value in given.items()})
    if taken.vararg:
        local[taken.vararg.arg] = Items(items=tuple(settled(value) for value in surplus))
    if taken.kwarg:
        entries = ((Known(value=name), settled(value)) for name, value in extra.items())
        local[taken.kwarg.arg] = Table(entries=tuple(entries))
    return local if names <= local.keys() else None


def _defaults(folder: Folder, taken: ast.arguments, module: Module) -> dict[str, Folded]:
    scope = Scope(module=module)
    positional = [*taken.posonlyargs, *taken.args]
    late = positional[len(positional) - len(taken.defaults) :]
    pairs = [*zip(late, taken.defaults, strict=True)]
    pairs += (
        (arg, default)
        for arg, default in zip(taken.kwonlyargs, taken.kw_defaults, strict=True)
        if default is not None
    )
    return {arg.arg: settled(folder.value(default, scope)) for arg, default in pairs}


def _run(folder: Folder, body: Sequence[ast.stmt], scope: Scope) -> Value | Scope | None:
    """Run statements: what they return, or the scope they leave; None if they do more."""
    for statement in body:
        match statement:
            case ast.Return(value=None):
                return Known(value=None)
            case ast.Return(value=ast.expr() as value):
                return folder.value(value, scope)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.If():
                outcome = _branch(folder, statement, scope)
                if not isinstance(outcome, Scope):
                    return outcome
                scope = outcome
            case _:
                after = _assigned(folder, statement, scope)
                if after is None:
                    return None
                scope = after
    return scope


def _branch(folder: Folder, statement: ast.If, scope: Scope) -> Value | Scope | None:
    test = folder.value(statement.test, scope)
    truth = truth_of(test)
    if truth is None:
        return undecided(test, scope.module.span(statement.test))
    outcome = _run(folder, statement.body if truth else statement.orelse, scope)
    if outcome is None or isinstance(outcome, Scope):
        return outcome
    return resting_on(outcome, environment_of(test))


def _assigned(folder: Folder, statement: ast.stmt, scope: Scope) -> Scope | None:
    """Return the scope after an assignment or import; None after any other statement."""
    local, imports = dict(scope.local), dict(scope.imports)
    changed = list(bound(statement))
    for name, value in changed:
        match value:
            case ast.expr():
                local[name] = settled(folder.value(value, scope))
            case ImportedName():
                imports[name] = value
                local.pop(name, None)
            case _:
                return None
    if not changed and not isinstance(statement, ast.AnnAssign):
        return None
    return replace(scope, local=local, imports=imports)


def _not_read(name: str, span: Span) -> Unknown:
    return Unknown(
        reason=f"`{name}` does more than compute a value from its arguments",
        help="write the value itself, or assign it to a constant of the module",
        span=span,
    )
