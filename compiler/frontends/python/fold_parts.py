"""Folds expressions that are made of others: displays, operators, subscripts, comprehensions."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.frontends.python import environment, methods, operators, paths
from compiler.frontends.python.plain import (
    MOST_ITEMS,
    PathValue,
    Value,
    compute,
    environment_of,
    resting_on,
    settled,
    table,
    too_big,
    truth_of,
    undecided,
)
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import External, Scope
from compiler.language.values import Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontends.python.fold import Folder

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def constant(node: ast.Constant, scope: Scope) -> Value:
    """Return the value of a literal."""
    span = scope.module.span(node)
    if isinstance(node.value, None | bool | int | float | str | bytes):
        return Known(value=node.value, span=span)
    return Unknown(reason=f"`{scope.module.text(node)}` is no value to compute with", span=span)


def compound(folder: Folder, node: ast.expr, scope: Scope) -> Value:
    """Return the value of an expression that puts others together."""
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            return _display(folder, node, scope)
        case ast.Dict():
            return _dict(folder, node, scope)
        case ast.JoinedStr():
            return _text(folder, node, scope)
        case ast.Subscript():
            return _subscript(folder, node, scope)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return _comprehension(folder, node, scope)
        case ast.BinOp() | ast.UnaryOp() | ast.BoolOp() | ast.Compare():
            return _operation(folder, node, scope)
        case _:
            return Unknown(
                reason=f"`{_shortened(scope.module.text(node))}` is nothing that can be computed",
                help="write the value itself",
                span=scope.module.span(node),
            )


def _display(folder: Folder, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
    items: list[Folded] = []
    for element in node.elts:
        if not isinstance(element, ast.Starred):
            items.append(settled(folder.value(element, scope)))
            continue
        spread = methods.items_of(folder.value(element.value, scope), scope.module.span(element))
        if isinstance(spread, Unknown):
            return spread
        items += spread.items
    span = scope.module.span(node)
    if len(items) > MOST_ITEMS:
        return too_big(span)
    found = Items(items=tuple(items), span=span)
    return methods.distinct(found, span) if isinstance(node, ast.Set) else found


def _dict(folder: Folder, node: ast.Dict, scope: Scope) -> Value:
    entries: list[tuple[Known, Folded]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        found = settled(folder.value(value, scope))
        if key is not None:
            known = settled(folder.value(key, scope))
            if not isinstance(known, Known):
                return _no_key(known, scope, key)
            entries.append((known, found))
        elif isinstance(found, Table):
            entries += found.entries
        else:
            return undecided(found, scope.module.span(value))
    span = scope.module.span(node)
    return too_big(span) if len(entries) > MOST_ITEMS else table(entries, span)


def _no_key(value: Folded, scope: Scope, key: ast.expr) -> Unknown:
    if isinstance(value, Unknown):
        return value
    return Unknown(
        reason="a key of the dict is no text or number",
        help="use text as keys",
        span=scope.module.span(key),
    )


def _text(folder: Folder, node: ast.JoinedStr, scope: Scope) -> Value:
    span = scope.module.span(node)
    parts: list[Value] = []
    for part in node.values:
        match part:
            case ast.FormattedValue(value=value, conversion=conversion, format_spec=spec):
                form = Known(value="") if spec is None else folder.value(spec, scope)
                shown = folder.value(value, scope)
                parts.append(methods.text_of(shown, conversion, form, span))
            case _:
                parts.append(folder.value(part, scope))
    return compute(lambda *texts: "".join(texts), tuple(parts), span)


def _subscript(folder: Folder, node: ast.Subscript, scope: Scope) -> Value:
    span = scope.module.span(node)
    if _is_environment(folder, node.value, scope):
        return environment.demand(folder.value(node.slice, scope), folder.project, span)
    if isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
        holder = folder.value(node.value.value, scope)
        if isinstance(holder, PathValue):
            return paths.ancestor(holder, folder.value(node.slice, scope), span)
    holder = folder.value(node.value, scope)
    if isinstance(node.slice, ast.Slice):
        lower, upper, step = (
            Known(value=None) if bound is None else folder.value(bound, scope)
            for bound in (node.slice.lower, node.slice.upper, node.slice.step)
        )
        return operators.part(holder, (lower, upper, step), span)
    return operators.item(holder, folder.value(node.slice, scope), span)


def _operation(
    folder: Folder, node: ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare, scope: Scope
) -> Value:
    match node:
        case ast.BinOp():
            return _binary(folder, node, scope)
        case ast.UnaryOp(op=op, operand=operand):
            return operators.unary(op, folder.value(operand, scope), scope.module.span(node))
        case ast.BoolOp():
            return _boolean(folder, node, scope)
        case ast.Compare():
            return _comparison(folder, node, scope)


def _binary(folder: Folder, node: ast.BinOp, scope: Scope) -> Value:
    """Fold a chain such as `a + b + c` from its left end, however long it is."""
    chain: list[ast.BinOp] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        chain.append(left)
        left = left.left
    value = folder.value(left, scope)
    for link in reversed(chain):
        right = folder.value(link.right, scope)
        value = operators.binary(link.op, value, right, scope.module.span(link))
    return value


def _boolean(folder: Folder, node: ast.BoolOp, scope: Scope) -> Value:
    """Return the first operand that decides; what was looked at before it counts as input."""
    stops = isinstance(node.op, ast.Or)
    value = folder.value(node.values[0], scope)
    for operand in node.values[1:]:
        truth = truth_of(value)
        if truth is None:
            return undecided(value, scope.module.span(node))
        if truth is stops:
            return _still_with_default(folder, value, operand, scope) if stops else value
        following = folder.value(operand, scope)
        value = _default_for(value, following) if stops else _resting(following, value)
    return value


def _default_for(value: Value, default: Value) -> Value:
    """Return what `os.getenv("X") or default` is: still that variable and nothing else."""
    match value, default:
        case Known(reference=str() as name), Known(environment=()):
            return replace(
                default, environment=value.environment, reference=name, default=default.value
            )
        case _:
            return _resting(default, value)


def _still_with_default(folder: Folder, value: Value, operand: ast.expr, scope: Scope) -> Value:
    """Return `value`, a variable that is set: its default is kept, for machines without it."""
    if not isinstance(value, Known) or value.reference is None:
        return value
    default = folder.value(operand, scope)
    if isinstance(default, Known) and not default.environment:
        return replace(value, default=default.value)
    return value


def _resting(value: Value, on: Value) -> Value:
    return resting_on(value, environment_of(on))


def _comparison(folder: Folder, node: ast.Compare, scope: Scope) -> Value:
    span = scope.module.span(node)
    left = folder.value(node.left, scope)
    result: Value = Known(value=True, span=span)
    for op, operand in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn) and _is_environment(folder, operand, scope):
            found = environment.contains(left, folder.project, span)
            return found if isinstance(op, ast.In) else operators.unary(ast.Not(), found, span)
        right = folder.value(operand, scope)
        result = _resting(operators.compare(op, left, right, span), result)
        if truth_of(result) is not True:
            return result
        left = right
    return result


def _is_environment(folder: Folder, node: ast.expr, scope: Scope) -> bool:
    if not isinstance(node, ast.Name | ast.Attribute):
        return False
    return resolve(node, scope, folder.project) == External(name="os.environ")


def _comprehension(folder: Folder, node: Comprehension, scope: Scope) -> Value:
    span = scope.module.span(node)
    found: list[Folded] = []
    for inner in _rounds(folder, node.generators, scope):
        if isinstance(inner, Unknown):
            return inner
        found.append(settled(_element(folder, node, inner)))
        if len(found) > MOST_ITEMS:
            return too_big(span)
    items = Items(items=tuple(found), span=span)
    match node:
        case ast.DictComp():
            return methods.builtin("dict", [items], {}, span)
        case ast.SetComp():
            return methods.distinct(items, span)
        case ast.ListComp() | ast.GeneratorExp():
            return items


def _element(folder: Folder, node: Comprehension, scope: Scope) -> Value:
    if isinstance(node, ast.DictComp):
        pair = (folder.value(node.key, scope), folder.value(node.value, scope))
        return Items(items=tuple(settled(one) for one in pair))
    return folder.value(node.elt, scope)


def _rounds(
    folder: Folder, generators: list[ast.comprehension], scope: Scope
) -> Iterator[Scope | Unknown]:
    """Yield the scope of each round of a comprehension; an Unknown ends it."""
    if not generators:
        yield scope
        return
    first, rest = generators[0], generators[1:]
    span = scope.module.span(first.iter)
    listed = methods.items_of(folder.value(first.iter, scope), span)
    if isinstance(listed, Unknown):
        yield listed
        return
    for item in listed.items:
        bound = _bound(first.target, item)
        if bound is None:
            yield Unknown(reason="what the loop goes through does not fit its names", span=span)
            return
        inner = replace(scope, local={**scope.local, **bound})
        passes = _passes(folder, first.ifs, inner)
        if isinstance(passes, Unknown):
            yield passes
            return
        if passes:
            yield from _rounds(folder, rest, inner)


def _passes(folder: Folder, tests: list[ast.expr], scope: Scope) -> bool | Unknown:
    for test in tests:
        value = folder.value(test, scope)
        truth = truth_of(value)
        if truth is None:
            return undecided(value, scope.module.span(test))
        if not truth:
            return False
    return True


def _bound(target: ast.expr, value: Folded) -> dict[str, Folded] | None:
    match target, value:
        case ast.Name(id=name), _:
            return {name: value}
        case ast.Tuple(elts=targets), Items(items=items) if len(targets) == len(items):
            found: dict[str, Folded] = {}
            for inner, item in zip(targets, items, strict=True):
                if not isinstance(inner, ast.Name):
                    return None
                found[inner.id] = item
            return found
        case _:
            return None


def _shortened(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= 40 else f"{first[:40]}…"
