"""Decorators that the language does not have, and those that come as text from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.ir.settings import Extension, JsonValue
from compiler.language.literals import Obstacle, as_json, as_literal
from compiler.language.values import Argument, Call, Folded, Items, Known, Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def spec_call(name: str, arguments: Sequence[tuple[str, str]]) -> Call:
    """Return the call that `--with name:key=value,…` stands for; values are JSON, else text."""
    return Call(
        name=name,
        arguments=tuple(Argument(name=key, value=_spec_value(text)) for key, text in arguments),
    )


def extension(call: Call) -> Extension:
    """Return `call` for the task, with those of its arguments that have a JSON form."""
    named = ((argument.name, as_literal(argument.value)) for argument in call.arguments)
    known = tuple(
        (name, value) for name, value in named if name and not isinstance(value, Obstacle)
    )
    return Extension(name=call.name, arguments=known, span=call.span)


def plain_arguments(call: Call) -> dict[str, JsonValue]:
    """Return the keyword arguments for a plugin; raises ValueError for one with no plain value."""
    plain = {}
    for argument in call.arguments:
        if argument.name is None:
            raise ValueError("arguments are passed by name")
        value = as_json(argument.value)
        if isinstance(value, Obstacle):
            # A refusal like the plugin's own, which is reported at the same place.
            raise ValueError(  # noqa: TRY004
                f"the value of `{argument.name}` is not known: {value.what}"
            )
        plain[argument.name] = value
    return plain


def _spec_value(text: str) -> Folded:
    try:
        return _folded(json.loads(text))
    except ValueError:
        return Known(value=text)


def _folded(value: JsonValue) -> Folded:
    match value:
        case list():
            return Items(items=tuple(_folded(item) for item in value))
        case dict():
            entries = ((Known(value=key), _folded(entry)) for key, entry in value.items())
            return Table(entries=tuple(entries))
        case _:
            return Known(value=value)
