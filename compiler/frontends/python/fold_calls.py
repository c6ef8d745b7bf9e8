"""Folds calls: built-in functions, methods, paths, the environment, the project's functions."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.frontends.python import environment, fold_functions, methods, paths
from compiler.frontends.python.config_text import (
    PARSERS,
    NotKeepable,
    NotUnderstood,
    understood,
)
from compiler.frontends.python.plain import PathValue, Value, compute
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    LanguageName,
    ModuleSymbol,
    Scope,
    Unbound,
    ValueSymbol,
)
from compiler.language.values import Known, Table, Unknown

if TYPE_CHECKING:
    from compiler.frontends.python.fold import Folder
    from compiler.source import Span

Arguments = tuple[list[Value], dict[str, Value]]

_PATHS = frozenset({"Path", "PosixPath", "PurePath", "PurePosixPath"})


def call(folder: Folder, node: ast.Call, scope: Scope) -> Value:
    """Return what a call gives."""
    span = scope.module.span(node)
    symbol = resolve(node.func, scope, folder.project)
    match symbol:
        case LanguageName(name=name):
            return _of_language(folder, name, node, scope)
        case ValueSymbol(value=value) if not isinstance(value, ast.Lambda):
            return _method(folder, node, scope)
        case Unbound(name=name):
            return Unknown(reason=f"nothing binds the name `{name}`", span=span)
        case ClassSymbol() | ModuleSymbol():
            return _left_to_the_run(scope.module.text(node.func), span)
        case External() | FunctionSymbol() | ValueSymbol():
            given = _arguments(folder, node, scope)
            return given if isinstance(given, Unknown) else _applied(folder, symbol, given, span)


def _applied(
    folder: Folder, symbol: External | FunctionSymbol | ValueSymbol, given: Arguments, span: Span
) -> Value:
    arguments, words = given
    match symbol:
        case External(name=name):
            return _external(folder, name, given, span)
        case FunctionSymbol():
            return fold_functions.inline(folder, symbol, arguments, words, span)
        case ValueSymbol(value=ast.Lambda() as function, module=module):
            return fold_functions.inline_lambda(folder, function, module, arguments, words)
        case ValueSymbol():
            raise AssertionError(symbol)


def _method(folder: Folder, node: ast.Call, scope: Scope) -> Value:
    """Return what a call of a method of a value gives."""
    span = scope.module.span(node)
    if not isinstance(node.func, ast.Attribute):
        return _left_to_the_run(scope.module.text(node.func), span)
    holder = folder.value(node.func.value, scope)
    if isinstance(holder, Unknown):
        return holder
    given = _arguments(folder, node, scope)
    if isinstance(given, Unknown):
        return given
    if isinstance(holder, PathValue):
        return paths.method(holder, node.func.attr, given[0], span)
    return methods.method(holder, node.func.attr, *given, span)


def _of_language(folder: Folder, name: str, node: ast.Call, scope: Scope) -> Value:
    """Return the value of a Config, or of an expression over Configs given as text."""
    span = scope.module.span(node)
    if name == "Config":
        return folder.config(node, scope)
    if name != "config_expr" or len(node.args) != 1:
        return _left_to_the_run(name, span)
    text = folder.value(node.args[0], scope)
    match text:
        case Known(value=str(source)):
            inner = _parsed(source, node)
            # There, Configs go by their own names, whatever their attributes are called.
            named = replace(scope, members={**scope.members, **scope.configs})
            return (
                Unknown(reason="it is no expression", span=span)
                if inner is None
                else folder.value(inner, named)
            )
        case _:
            return text


def _parsed(text: str, place: ast.Call) -> ast.expr | None:
    """Return the expression in `text`, as if it stood at `place`."""
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(expression):
        if isinstance(node, ast.expr):
            ast.copy_location(node, place)
    return expression


def _external(folder: Folder, name: str, given: Arguments, span: Span) -> Value:
    """Return what a function of the standard library or of a package gives."""
    arguments, words = given
    module, _, last = name.rpartition(".")
    match module:
        case "" if last in methods.BUILTIN_FUNCTIONS:
            return methods.builtin(last, arguments, words, span)
        case "os.path" | "posixpath":
            return paths.function(last, arguments, span)
        case "pathlib" if last in _PATHS:
            return paths.path(arguments, span)
        case "pathlib.Path" | "os" if name not in environment.READERS:
            return paths.of_machine(name, span)
        case "typing" if last == "cast" and len(arguments) == 2:
            return arguments[1]
    if name in environment.READERS:
        return environment.read([*arguments, *words.values()], folder.project, span)
    if name in PARSERS:
        return _understood(name, arguments[:1], span)
    if name == "json.dumps":
        return compute(json.dumps, tuple(arguments), span, **words)
    return _left_to_the_run(name, span)


def _understood(parser: str, arguments: list[Value], span: Span) -> Value:
    """Return what a parser of a known format gives; `yaml.load` may be given a loader as well."""

    def apply(text: object) -> object:
        if not isinstance(text, str):
            raise TypeError("what is parsed is no text")
        try:
            return understood(text, parser)
        except (NotUnderstood, NotKeepable) as error:
            raise ValueError(str(error)) from error

    return compute(apply, tuple(arguments), span)


def _arguments(folder: Folder, node: ast.Call, scope: Scope) -> Arguments | Unknown:
    """Return the values of a call's arguments, `*` and `**` spread."""
    arguments: list[Value] = []
    words: dict[str, Value] = {}
    for one in node.args:
        if not isinstance(one, ast.Starred):
            arguments.append(folder.value(one, scope))
            continue
        spread = methods.items_of(folder.value(one.value, scope), scope.module.span(one))
        if isinstance(spread, Unknown):
            return spread
        arguments += spread.items
    for word in node.keywords:
        value = folder.value(word.value, scope)
        if word.arg is not None:
            words[word.arg] = value
        elif isinstance(value, Table):
            words.update((str(key.value), entry) for key, entry in value.entries)
        else:
            return Unknown(reason="what `**` spreads is not known", span=scope.module.span(word))
    return arguments, words


def _left_to_the_run(name: str, span: Span) -> Unknown:
    return Unknown(
        reason=f"only running code could evaluate a call of `{name}`",
        help="write the value itself, or assign it to a constant of the module",
        span=span,
    )
