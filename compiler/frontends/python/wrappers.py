"""What can be said of a decorator that is not followed: is it harmless, what might it hide."""

from __future__ import annotations

import ast
import builtins
import sys
from typing import TYPE_CHECKING

from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    FunctionSymbol,
    LanguageName,
    Scope,
    Symbol,
)
from compiler.language.kinds import STEP_DECORATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontends.python.project import Project

_MUTATORS = frozenset(("StepMutator", "FlowMutator"))
_LONGEST_LINEAGE = 20
_BUILTINS = frozenset(dir(builtins)) - {"setattr", "vars", "exec", "eval"}


def is_harmless(dotted: str) -> bool:
    """Say whether a decorator comes with Python, so that it knows nothing of schedulers."""
    top = dotted.partition(".")[0]
    return top in sys.stdlib_module_names or hasattr(builtins, top)


def mutator_of(symbol: ClassSymbol, project: Project) -> bool:
    """Say whether a class is a mutator: its code changes the flow when it is imported."""
    return any(
        isinstance(base, LanguageName) and base.name in _MUTATORS
        for base in _bases(symbol, project)
    )


def names_decorators(
    node: ast.expr, symbol: Symbol, scope: Scope, project: Project
) -> tuple[str, ...]:
    """Return the step decorators that a decorator's arguments or source mention, in order."""
    places: list[tuple[ast.AST, Scope]] = [(node, scope)]
    if isinstance(symbol, FunctionSymbol | ClassSymbol):
        places.append((symbol.node, Scope(module=symbol.module)))
    found: dict[str, None] = {}
    for place, seen in places:
        found |= dict.fromkeys(_mentioned(place, seen, project))
    return tuple(found)


def may_assign(symbol: Symbol) -> bool:
    """Say whether a wrapper may assign artifacts: it sets attributes, or hands the flow on."""
    if not isinstance(symbol, FunctionSymbol | ClassSymbol):
        return True
    own = "self" if isinstance(symbol, ClassSymbol) else ""
    nodes = list(ast.walk(symbol.node))
    parameters = {node.arg for node in nodes if isinstance(node, ast.arg)} - {own}
    wrapped = {name for node in nodes for name in _called_name(node)} & parameters
    return any(
        _sets_attribute(node, own) or _hands_on(node, parameters - wrapped, wrapped)
        for node in nodes
    )


def _called_name(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            yield name
        case _:
            return


def _sets_attribute(node: ast.AST, own: str) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()):
            return name != own
        case ast.Attribute(attr="__dict__") | ast.Name(id="setattr" | "vars" | "exec" | "eval"):
            return True
        case _:
            return False


def _hands_on(node: ast.AST, flows: set[str], wrapped: set[str]) -> bool:
    """Say whether a parameter is given to a function other than the one that is wrapped."""
    match node:
        case ast.Call(func=ast.Name(id=function)) if function in wrapped | _BUILTINS:
            return False
        case ast.Call(args=arguments):
            return any(isinstance(one, ast.Name) and one.id in flows for one in arguments)
        case _:
            return False


def _mentioned(node: ast.AST, scope: Scope, project: Project) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name | ast.Attribute):
            symbol = resolve(inner, scope, project)
            if isinstance(symbol, LanguageName) and symbol.name in STEP_DECORATORS:
                yield symbol.name


def _bases(symbol: ClassSymbol, project: Project) -> Iterator[Symbol]:
    waiting: list[ClassSymbol] = [symbol]
    for _ in range(_LONGEST_LINEAGE):
        if not waiting:
            return
        current = waiting.pop()
        for node in current.node.bases:
            base = resolve(node, Scope(module=current.module), project)
            yield base
            if isinstance(base, ClassSymbol):
                waiting.append(base)
