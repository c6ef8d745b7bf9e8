"""The types and defaults of parameters: inferred, converted as a command line would, or refused."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, assert_never

from compiler.ir.settings import Deferred, JsonValue, Literal, ParameterType, literal
from compiler.language.literals import Obstacle, as_json, shown
from compiler.language.rules_parameters import (
    COMPUTED_DEFAULT,
    COMPUTED_TYPE,
    MISTYPED_DEFAULT,
    UNKNOWN_TYPE,
)
from compiler.language.values import Code, Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments

_TYPES = {
    "str": ParameterType.STR,
    "int": ParameterType.INT,
    "float": ParameterType.FLOAT,
    "bool": ParameterType.BOOL,
    "list": ParameterType.JSON,
    "dict": ParameterType.JSON,
    "JSONType": ParameterType.JSON,
    "JSONTypeClass": ParameterType.JSON,
}
_WORDS = {
    **dict.fromkeys(("true", "t", "1", "yes", "y", "on"), True),
    **dict.fromkeys(("false", "f", "0", "no", "n", "off"), False),
}


def type_of(arguments: Arguments) -> ParameterType:
    """Return the type that is given, or else that of the default; text if neither tells."""
    given = arguments.folded("type")
    if isinstance(given, Unknown):
        _report_computed(arguments, given)
    elif given is not None:
        return _given_type(arguments, given)
    default = arguments.folded("default")
    if default is None and arguments.flag("is_flag"):
        return ParameterType.BOOL
    if arguments.flag("multiple") and isinstance(default, Items):
        default = default.items[0] if default.items else None
    return ParameterType.STR if default is None else _inferred(default)


def default_of(arguments: Arguments, kind: ParameterType) -> Literal | Deferred | None:
    """Return the default, as a value of `kind`; None if there is none that can be used."""
    value = arguments.folded("default")
    if value is None:
        return literal(None) if arguments.written("default") else None
    if isinstance(value, Code | Unknown):
        return computed(arguments, value)
    plain = as_json(value)
    if isinstance(plain, Obstacle):
        return computed(arguments, plain.part, plain.what)
    if arguments.flag("multiple"):
        return _several(arguments, plain, kind)
    typed = _typed(plain, kind)
    if typed is None:
        _refuse(arguments, shown(value), kind)
        return None
    return typed


def computed(arguments: Arguments, value: Folded, reason: str = "") -> Deferred:
    """Return the default as code that computes it when a run starts, with a note."""
    source = (value.source or value.name) if isinstance(value, Code) else ""
    if isinstance(value, Unknown):
        reason = reason or value.reason
    arguments.report(
        COMPUTED_DEFAULT,
        f"the default of {arguments.subject} is computed when a run starts"
        + (f": {reason}" if reason else ""),
        arguments.span("default"),
        "give a constant if every run should start from the same value",
        arguments.origin("default", value),
    )
    return Deferred(source=source)


def _report_computed(arguments: Arguments, given: Unknown) -> None:
    arguments.report(
        COMPUTED_TYPE,
        f"the type of {arguments.subject} is not known when compiling: {given.reason}",
        arguments.span("type"),
        "use `str`, `int`, `float`, `bool` or `JSONType`, and check the value in the first step",
        arguments.origin("type", given),
    )


def _given_type(arguments: Arguments, given: Folded) -> ParameterType:
    name = given.name.rpartition(".")[2] if isinstance(given, Code) else ""
    if name not in _TYPES:
        arguments.report(
            UNKNOWN_TYPE,
            f"the type of {arguments.subject} is none that a parameter can have:"
            f" it is {shown(given)}",
            arguments.span("type"),
            "use `str`, `int`, `float`, `bool` or `JSONType`",
        )
    return _TYPES.get(name, ParameterType.STR)


def _inferred(default: Folded) -> ParameterType:
    match default:
        case Known(value=bool()):
            return ParameterType.BOOL
        case Known(value=int()):
            return ParameterType.INT
        case Known(value=float()):
            return ParameterType.FLOAT
        case Items() | Table():
            return ParameterType.JSON
        case _:
            return ParameterType.STR


def _several(arguments: Arguments, plain: JsonValue, kind: ParameterType) -> Literal | None:
    """Return the default of a parameter that may be given several times: a list."""
    if not isinstance(plain, list):
        _refuse(arguments, f"`{plain}`", kind)
        return None
    typed = [one.value for item in plain if (one := _typed(item, kind))]
    if len(typed) < len(plain):
        _refuse(arguments, "the list", kind)
        return None
    return literal(typed)


def _refuse(arguments: Arguments, what: str, kind: ParameterType) -> None:
    wanted = "JSON" if kind is ParameterType.JSON else f"of type `{kind.value}`"
    several = "a list of values " if arguments.flag("multiple") else ""
    arguments.report(
        MISTYPED_DEFAULT,
        f"the default of {arguments.subject}, {what}, is not {several}{wanted}",
        arguments.span("default"),
        f"give a default that is {several}{wanted}, or change `type`",
    )


def _typed(value: JsonValue, kind: ParameterType) -> Literal | None:
    """Return `value` as one of `kind`, converted as a command line would; None if it cannot be."""
    typed: str | int | float | bool | None
    match kind:
        case ParameterType.STR | ParameterType.FILE:
            typed = _as_text(value)
        case ParameterType.INT:
            typed = _as_int(value)
        case ParameterType.FLOAT:
            typed = _as_float(value)
        case ParameterType.BOOL:
            typed = _WORDS.get(str(value).lower())
        case ParameterType.JSON:
            return _as_json(value)
        case _:
            assert_never(kind)
    return None if typed is None else literal(typed)


def _as_text(value: JsonValue) -> str | None:
    return str(value) if isinstance(value, str | int | float) else None


def _as_int(value: JsonValue) -> int | None:
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    try:
        return int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None


def _as_float(value: JsonValue) -> float | None:
    try:
        number = float(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and isfinite(number) else None


def _as_json(value: JsonValue) -> Literal | None:
    if not isinstance(value, str):
        return literal(value)
    try:
        return literal(json.loads(value))
    except (ValueError, RecursionError):
        return None
