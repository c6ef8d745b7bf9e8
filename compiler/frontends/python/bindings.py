"""Collects what each top-level name of a module is bound to, in one pass over its statements.

    A = 1                    A: Binding(value=1)
    if X:
        A = 2                A: Binding(value=2, guards=(X,))
    A += 3                   A: Binding(value=A + 3), whose `A` is the one before

A statement that changes a value in place is a binding as well: as an expression where one says
the same (`A["k"] = 1` is `{**A, "k": 1}`), without a value where none does.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeVar

from compiler.frontends.python.symbols import Binding, Guard, ImportedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Bound = ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ImportedName | None
Pair = tuple[str, Bound]
Made = TypeVar("Made", bound=ast.expr)

_MAYBE = Guard(test=None)
_CHANGES = frozenset(
    {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"}
    | {"reverse", "setdefault", "sort", "update"}
)


def bindings_of(tree: ast.Module) -> dict[str, tuple[Binding, ...]]:
    """Return everything that binds each name at the top level of `tree`, in order."""
    found: dict[str, list[Binding]] = {}
    for statement, guards, fallback in _statements(tree):
        for name, value in bound(statement):
            known = found.setdefault(name, [])
            if value is None and known and isinstance(known[-1].value, ImportedName):
                continue  # `os.environ["X"] = …` leaves `os` what it was
            known.append(Binding(node=statement, value=value, guards=guards, fallback=fallback))
    return {name: tuple(bindings) for name, bindings in found.items()}


def stars_of(tree: ast.Module) -> tuple[ImportedName, ...]:
    """Return the modules that `tree` imports every name from, in order."""
    return tuple(
        ImportedName(module=statement.module or "", name="*", level=statement.level)
        for statement, _, _ in _statements(tree)
        if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"
    )


def _statements(tree: ast.Module) -> Iterator[tuple[ast.stmt, tuple[Guard, ...], bool]]:
    """Yield each statement that runs on import with what guards it; no function is entered."""
    waiting: list[tuple[ast.stmt, tuple[Guard, ...], bool]] = [
        (statement, (), False) for statement in reversed(tree.body)
    ]
    while waiting:
        statement, guards, fallback = waiting.pop()
        yield statement, guards, fallback
        for body, added, below in reversed(_bodies(statement)):
            inner = (*guards, *added)
            waiting.extend((child, inner, fallback or below) for child in reversed(body))


def _bodies(
    statement: ast.stmt,
) -> list[tuple[Sequence[ast.stmt], tuple[Guard, ...], bool]]:
    """Return the blocks within `statement`: their statements, their guard, whether a fallback."""
    match statement:
        case ast.If(test=test, body=body, orelse=orelse):
            return [
                (body, (Guard(test=test),), False),
                (orelse, (Guard(test=test, wanted=False),), False),
            ]
        case ast.Try() | ast.TryStar():
            handlers = [(handler.body, (), True) for handler in statement.handlers]
            rest = [(statement.orelse, (), False), (statement.finalbody, (), False)]
            return [(statement.body, (), False), *handlers, *rest]
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return [(body, (), False)]
        case ast.For() | ast.AsyncFor() | ast.While():
            return [(statement.body, (_MAYBE,), False), (statement.orelse, (_MAYBE,), False)]
        case ast.Match(cases=cases):
            return [(case.body, (_MAYBE,), False) for case in cases]
        case _:
            return []


def bound(statement: ast.stmt) -> Iterator[Pair]:
    """Yield each name that `statement` itself binds or changes."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name, statement
        case ast.Import(names=names):
            yield from (_import(alias) for alias in names)
        case ast.ImportFrom():
            yield from _imports_from(statement)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            yield from _assignment(statement)
        case ast.Expr(value=ast.Call() as call):
            yield from _changed(call)
        case _:
            yield from ((name, None) for name in _unread_names(statement))


def _assignment(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[Pair]:
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _assigned(target, value)
        case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
            yield name, _at(ast.BinOp(left=_load(target), op=op, right=value), statement)
        case ast.AugAssign(target=target):
            yield from ((name, None) for name in _roots(target))
        case _:
            return


def _unread_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that get values which reading does not follow."""
    match statement:
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _names(target)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                yield from _names(item.optional_vars)
        case ast.Delete(targets=targets):
            for target in targets:
                yield from _roots(target)
        case _:
            return


def imported_names(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, ImportedName]]:
    """Yield what an import statement binds, by name."""
    if isinstance(statement, ast.ImportFrom):
        yield from _imports_from(statement)
    else:
        yield from map(_import, statement.names)


def _import(alias: ast.alias) -> tuple[str, ImportedName]:
    """Return what `import a.b` (it binds `a`) or `import a.b as c` binds."""
    if alias.asname:
        return alias.asname, ImportedName(module=alias.name, name=None)
    first = alias.name.partition(".")[0]
    return first, ImportedName(module=first, name=None)


def _imports_from(statement: ast.ImportFrom) -> Iterator[tuple[str, ImportedName]]:
    module = statement.module or ""
    for alias in statement.names:
        if alias.name != "*":
            name = ImportedName(module=module, name=alias.name, level=statement.level)
            yield alias.asname or alias.name, name


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[Pair]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            yield from _unpacked(targets, value)
        case ast.Subscript(value=ast.Name(id=name) as base, slice=key) if not isinstance(
            key, ast.Slice
        ):
            yield name, _at(ast.Dict(keys=[None, key], values=[_load(base), value]), target)
        case ast.Subscript() | ast.Attribute() | ast.Starred():
            yield from ((name, None) for name in _roots(target))
        case _:
            return


def _unpacked(targets: list[ast.expr], value: ast.expr) -> Iterator[Pair]:
    """Pair `a, b = …` up: with the values written, else with `…[0]` and `…[1]`."""
    if any(isinstance(target, ast.Starred) for target in targets):
        yield from ((name, None) for target in targets for name in _names(target))
        return
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
        values: list[ast.expr] = value.elts
    else:
        indices = (_at(ast.Constant(value=index), value) for index in range(len(targets)))
        values = [_at(ast.Subscript(value=value, slice=i, ctx=ast.Load()), value) for i in indices]
    for target, one in zip(targets, values, strict=True):
        if isinstance(target, ast.Tuple | ast.List):
            yield from ((name, None) for name in _names(target))
        else:
            yield from _assigned(target, one)


def _changed(call: ast.Call) -> Iterator[Pair]:
    """Yield the name that a statement such as `NAMES.append(x)` changes, as an expression."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name) as base, attr=method)):
            if method in _CHANGES:
                yield name, _change(call, base, method)
        case _:
            return


def _change(call: ast.Call, base: ast.Name, method: str) -> ast.expr | None:
    match method, call.args, call.keywords:
        case "append", [value], []:
            added: ast.expr = _at(ast.List(elts=[value], ctx=ast.Load()), call)
            return _at(ast.BinOp(left=base, op=ast.Add(), right=added), call)
        case "extend", [value], []:
            return _at(ast.BinOp(left=base, op=ast.Add(), right=value), call)
        case "update", [value], []:
            return _at(ast.Dict(keys=[None, None], values=[base, value]), call)
        case _:
            return None


def _names(target: ast.expr | None) -> Iterator[str]:
    """Yield the plain names that assigning to `target` binds."""
    waiting = [target]
    while waiting:
        match waiting.pop():
            case ast.Name(id=name):
                yield name
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                waiting.extend(targets)
            case ast.Starred(value=value):
                waiting.append(value)
            case _:
                continue


def _roots(target: ast.expr) -> Iterator[str]:
    """Yield the names that changing or deleting `target` (`a`, `a.b[c]`) touches."""
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    yield from _names(target)


def _load(name: ast.Name) -> ast.Name:
    return _at(ast.Name(id=name.id, ctx=ast.Load()), name)


def _at(made: Made, place: ast.stmt | ast.expr) -> Made:
    return ast.copy_location(made, place)
