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
