"""Turns a call in source into a `Call` with folded arguments, as the language reads it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python.deploy_time import fold_called, takes_functions
from compiler.language.values import Argument, Call, Code, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import Scope


def call_of(node: ast.expr, name: str, scope: Scope, project: Project) -> Call:
    """Return `node`, a call or a bare `@name`, as a call of `name` with folded arguments."""
    span = scope.module.span(node)
    if not isinstance(node, ast.Call):
        return Call(name=name, span=span)
    arguments = [one for arg in node.args for one in _positional(arg, scope, project)]
    for word in node.keywords:
        if takes_functions(name, word.arg):
            value = fold_called(word.value, scope, project)
            arguments.append(Argument(name=word.arg, value=value, span=scope.module.span(word)))
        else:
            arguments += _keyword(word, scope, project)
    return Call(name=name, arguments=tuple(arguments), span=span)


def _positional(node: ast.expr, scope: Scope, project: Project) -> Iterator[Argument]:
    span = scope.module.span(node)
    if not isinstance(node, ast.Starred):
        yield Argument(name=None, value=project.folder.fold(node, scope), span=span)
        return
    match project.folder.fold(node.value, scope):
        case Items(items=items):
            yield from (Argument(name=None, value=item, span=span) for item in items)
        case Unknown() as value:
            yield Argument(name="*", value=value, span=span)
        case Known() | Table() | Code():
            reason = "what stands after `*` is no list"
            yield Argument(name="*", value=Unknown(reason=reason, span=span), span=span)


def _keyword(word: ast.keyword, scope: Scope, project: Project) -> Iterator[Argument]:
    span = scope.module.span(word)
    value = project.folder.fold(word.value, scope)
    if word.arg is not None:
        yield Argument(name=word.arg, value=value, span=span)
        return
    match value:
        case Table(entries=entries):
            yield from (
                Argument(name=str(key.value), value=entry, span=span) for key, entry in entries
            )
        case Unknown():
            yield Argument(name="**", value=value, span=span)
        case Known() | Items() | Code():
            reason = "what stands after `**` is no dict"
            yield Argument(name="**", value=Unknown(reason=reason, span=span), span=span)
