"""Finds imports of names that flowc refuses, and says whether a task is certain to come to them.

from metaflow import Runner            certain: no task can import the file
try: from metaflow import Runner       the author is prepared for its failing: nothing is said
except ImportError: …
def deploy(): from metaflow import …   a task may come to it
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import rules_flows as rules
from compiler.frontends.python.resolve import holds
from compiler.language.refusals import instead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import Module

    Imports = Iterator[tuple[ast.Import | ast.ImportFrom, bool]]
    Block = tuple[Sequence[ast.stmt], bool]

_PACKAGES = ("metaflow", "flowc")
_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def refused_imports(module: Module, project: Project) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that `module` imports and flowc does not have."""
    for statement, is_certain in _imports(module, project):
        for alias, name in _names(statement):
            advice = instead_of(name)
            if advice is None:
                continue
            yield Diagnostic(
                rule=rules.REFUSED_IMPORT if is_certain else rules.MAYBE_REFUSED_IMPORT,
                message=f"flowc has no `{name}`, so no task can import this file"
                if is_certain
                else f"flowc has no `{name}`: a task that comes to this import fails",
                span=module.span(alias),
                help=advice,
            )


def _names(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[ast.alias, str]]:
    """Yield what of the language is imported, dotted below its package, and where."""
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            dotted = alias.name
        else:
            dotted = "" if statement.level else f"{statement.module}.{alias.name}"
        package, _, name = dotted.partition(".")
        if package in _PACKAGES and name:
            yield alias, name


def _imports(module: Module, project: Project) -> Imports:
    """Yield each import statement, and whether it runs whenever the file is imported."""
    waiting: list[tuple[ast.stmt, bool]] = [(one, True) for one in reversed(module.tree.body)]
    while waiting:
        statement, is_certain = waiting.pop()
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement, is_certain
        for body, runs in reversed(_blocks(statement, module, project)):
            waiting += [(one, is_certain and runs) for one in reversed(body)]


def _blocks(statement: ast.stmt, module: Module, project: Project) -> list[Block]:
    """Return the blocks within a statement that may run, and whether each does if it runs."""
    match statement:
        case ast.If(test=test, body=body, orelse=orelse):
            known = holds(test, module, project)
            arms = ((body, known is False), (orelse, known is True))
            return [(arm, known is not None) for arm, is_left_out in arms if not is_left_out]
        case ast.Try() | ast.TryStar():
            tried = [] if _is_prepared(statement) else [(statement.body, True)]
            handlers: list[Block] = [(handler.body, False) for handler in statement.handlers]
            return [*tried, *handlers, (statement.orelse, True), (statement.finalbody, True)]
        case ast.ClassDef(body=body):
            return [(body, True)]
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return [(body, not _may_suppress(statement))]
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return [(body, False)]
        case ast.For() | ast.AsyncFor() | ast.While():
            return [(statement.body, False), (statement.orelse, False)]
        case ast.Match(cases=cases):
            return [(case.body, False) for case in cases]
        case _:
            return []


def _is_prepared(statement: ast.Try | ast.TryStar) -> bool:
    """Say whether a `try` catches the failing of an import in it."""
    return any(
        handler.type is None or bool(_last_names(handler.type) & _CAUGHT)
        for handler in statement.handlers
    )


def _last_names(kinds: ast.expr) -> set[str]:
    """Return the names in an `except`, each without the module before it."""
    nodes = list(ast.walk(kinds))
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    return plain | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _may_suppress(statement: ast.With | ast.AsyncWith) -> bool:
    return any("suppress" in _last_names(item.context_expr) for item in statement.items)
