"""Folds attributes: of paths, of Configs, of classes that hold settings, of enumerations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python import paths
from compiler.frontends.python.plain import PathValue, Value
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import ClassSymbol, External, Scope, Symbol, ValueSymbol
from compiler.language.values import Code, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from compiler.frontends.python.fold import Folder
    from compiler.source import Span

_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_FIELD = External(name="dataclasses.field")
_LONGEST = 16
_LIKE_THEIR_VALUE = frozenset({"str", "int", "enum.StrEnum", "enum.IntEnum"})


def attribute(folder: Folder, node: ast.Attribute, scope: Scope) -> Value:
    """Return the attribute that `node` is of a value, or of a class that holds values."""
    held = _held(folder, node.value, scope)
    if held is not None and node.attr in _members(folder, held):
        return _member(folder, held, node, scope)
    if node.attr == "value" and isinstance(node.value, ast.Attribute):
        owner = _held(folder, node.value.value, scope)
        if owner is not None and _bases(folder, owner) & _ENUMS:
            return _raw_member(folder, owner, node.value.attr)
    return _of_value(folder.value(node.value, scope), node.attr, scope.module.span(node))


def _of_value(value: Value, name: str, span: Span) -> Value:
    match value:
        case PathValue():
            return paths.attribute(value, name, span)
        case Table(entries=entries):
            found = next((one for key, one in entries if key.value == name), None)
            if found is not None:
                return found
            shown = ", ".join(f"`{key.value!s}`" for key, _ in entries[:8]) or "nothing"
            return Unknown(reason=f"there is no `{name}` in it, only {shown}", span=span)
        case Unknown():
            return value
        case Known() | Items() | Code():
            return Unknown(
                reason=f"what `{name}` is there only running code could say",
                help="write the value itself",
                span=span,
            )


def _held(folder: Folder, node: ast.expr, scope: Scope) -> ClassSymbol | None:
    """Return the class that `node` names, or that it is a plain instance of.

    In `settings.batch.image`, `settings.batch` may be a member that is such an instance.
    """
    attributes: list[str] = []
    while isinstance(node, ast.Attribute) and len(attributes) < _LONGEST:
        symbol = resolve(node, scope, folder.project)
        if not isinstance(symbol, ValueSymbol) or symbol.value is not node:
            break
        attributes.append(node.attr)
        node = node.value
    held = _named_or_made(folder, node, scope)
    for name in reversed(attributes):
        made = None if held is None else _members(folder, held).get(name)
        inner = Scope(module=held.module) if held else scope
        held = _made(folder, made, inner) if isinstance(made, ast.Call) else None
    return held


def _named_or_made(folder: Folder, node: ast.expr, scope: Scope) -> ClassSymbol | None:
    if isinstance(node, ast.Name | ast.Attribute):
        match resolve(node, scope, folder.project):
            case ClassSymbol() as found:
                return found
            case ValueSymbol(value=ast.Call() as made, module=module):
                return _made(folder, made, Scope(module=module))
            case _:
                return None
    return _made(folder, node, scope) if isinstance(node, ast.Call) else None


def _made(folder: Folder, node: ast.Call, scope: Scope) -> ClassSymbol | None:
    """Return the class of `Settings()` if making one computes nothing."""
    if node.args or node.keywords or not isinstance(node.func, ast.Name | ast.Attribute):
        return None
    symbol: Symbol = resolve(node.func, scope, folder.project)
    if not isinstance(symbol, ClassSymbol) or symbol.node.bases or symbol.node.keywords:
        return None
    methods = {one.name for one in symbol.node.body if isinstance(one, ast.FunctionDef)}
    return None if methods & {"__init__", "__new__", "__getattr__", "__post_init__"} else symbol


def _member(folder: Folder, owner: ClassSymbol, node: ast.Attribute, scope: Scope) -> Value:
    bases = _bases(folder, owner)
    if bases & _ENUMS and not bases & _LIKE_THEIR_VALUE:
        text = scope.module.text(node)
        return Code(name=text, source=text, span=scope.module.span(node))
    return _raw_member(folder, owner, node.attr)


def _raw_member(folder: Folder, owner: ClassSymbol, name: str) -> Value:
    members = _members(folder, owner)
    if name not in members:
        reason = f"`{owner.node.name}` has no `{name}` that can be read"
        return Unknown(reason=reason, span=owner.module.span(owner.node))
    others = {other: value for other, value in members.items() if other != name}
    return folder.value(members[name], Scope(module=owner.module, members=others))


def _members(folder: Folder, owner: ClassSymbol) -> dict[str, ast.expr]:
    """Return what the body of a class assigns, the last assignment of each name."""
    found: dict[str, ast.expr] = {}
    for statement in owner.node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = _of_field(folder, value, owner)
            case _:
                continue
    return found


def _of_field(folder: Folder, value: ast.expr, owner: ClassSymbol) -> ast.expr:
    """Return the default that `dataclasses.field(…)` gives, as an expression."""
    if not isinstance(value, ast.Call):
        return value
    if resolve(value.func, Scope(module=owner.module), folder.project) != _FIELD:
        return value
    for word in value.keywords:
        if word.arg == "default":
            return word.value
        if word.arg == "default_factory":
            made = ast.Call(func=word.value, args=[], keywords=[])
            return ast.copy_location(made, word.value)
    return value


def _bases(folder: Folder, owner: ClassSymbol) -> frozenset[str]:
    scope = Scope(module=owner.module)
    symbols = (resolve(base, scope, folder.project) for base in owner.node.bases)
    return frozenset(one.name for one in symbols if isinstance(one, External))
