"""Hands the variables of a function that is followed to folding, and back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python.composed_values import Data, Made, NotFollowed, Sequence, Value
from compiler.frontends.python.symbols import Scope
from compiler.language.values import Code, Folded, Items, Known, Table

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_data(scope: Scope, variables: Mapping[str, Value]) -> Scope:
    """Return `scope` with what is plain among `variables`; decorators are code to folding."""
    local: dict[str, Folded] = dict(scope.local)
    for name, value in variables.items():
        local[name] = _as_folded(value)
        if isinstance(value, Made):
            local |= {
                f"{name}.{attribute}": _as_folded(one)
                for attribute, one in value.attributes.items()
            }
    return Scope(module=scope.module, members=scope.members, local=local)


def flat_call(node: ast.Call, variables: Mapping[str, Value]) -> ast.Call:
    """Return `node` with `self.cpu` as one name, which is a variable of its own (`with_data`)."""
    words = [
        ast.copy_location(ast.keyword(arg=word.arg, value=_flat(word.value, variables)), word)
        for word in node.keywords
    ]
    arguments = [_flat(one, variables) for one in node.args]
    return ast.Call(func=node.func, args=arguments, keywords=words)


def _flat(node: ast.expr, variables: Mapping[str, Value]) -> ast.expr:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if isinstance(
            variables.get(name), Made
        ):
            return ast.copy_location(ast.Name(id=f"{name}.{attribute}", ctx=ast.Load()), node)
        case _:
            return node


def _as_folded(value: Value) -> Folded:
    match value:
        case Sequence(values=values):
            return Items(items=tuple(_as_folded(one) for one in values))
        case Data(value=folded):
            return folded
        case _:
            return Code(name="")


def table(words: Mapping[str, Value]) -> Table:
    """Return `words` as the dict that `**options` receives."""
    return Table(
        entries=tuple((Known(value=name), _as_folded(value)) for name, value in words.items())
    )


def entries(value: Value) -> dict[str, Value]:
    """Return what `**value` gives a call, by name."""
    match value:
        case Data(value=Table(entries=entries)):
            return {str(key.value): Data(value=one) for key, one in entries}
        case _:
            raise NotFollowed("it unpacks a dict that is not known into a call")
