"""Turns a TOML value into the type that a dataclass field declares, or says what was expected.

The types a setting may have: str, bool, int, float, None beside another, an enumeration, a tuple or
list of these, a mapping of texts, and `dict[str, Any]` for what is passed on as it is.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin

_NAMES = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


class Mismatch(Exception):
    """A value is not what its key takes; `expected` completes "expected …".

    `key` is the one of a table whose value is meant, or "" for the value as a whole.
    """

    def __init__(self, expected: str, key: str = "") -> None:
        """Say what was expected, and below which key."""
        self.expected = expected
        self.key = key
        super().__init__(expected)


def convert(value: object, wanted: Any) -> Any:
    """Return `value` as the type `wanted`; raises Mismatch."""
    origin = get_origin(wanted)
    if wanted is Any:
        return value
    if origin in (types.UnionType, Union):
        return convert(value, _without_none(wanted))
    if origin in (tuple, list):
        return _sequence(value, wanted, origin)
    if origin in (dict, Mapping):
        return _mapping(value, wanted)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _choice(value, wanted)
    return _scalar(value, wanted)


def expected(wanted: Any) -> str:
    """Return what a value of the type `wanted` looks like, for a person."""
    origin = get_origin(wanted)
    if origin in (types.UnionType, Union):
        return expected(_without_none(wanted))
    if origin in (tuple, list):
        item = get_args(wanted)[0]
        return "text, or a list of texts" if item is str else f"a list, each item {expected(item)}"
    if origin in (dict, Mapping):
        return "a table"
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return "one of " + ", ".join(f'"{member.value}"' for member in wanted)
    return _NAMES.get(wanted, "a value")


def _without_none(wanted: Any) -> Any:
    return next(part for part in get_args(wanted) if part is not type(None))


def _scalar(value: object, wanted: Any) -> Any:
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted:
        raise Mismatch(expected(wanted))
    return value


def _choice(value: object, wanted: type[Enum]) -> Enum:
    try:
        return wanted(value)
    except ValueError:
        raise Mismatch(expected(wanted)) from None


def _sequence(value: object, wanted: Any, origin: Any) -> Any:
    item = get_args(wanted)[0]
    if isinstance(value, str) and item is str:
        value = [value]
    if not isinstance(value, list):
        raise Mismatch(expected(wanted))
    return origin(convert(part, item) for part in value)


def _mapping(value: object, wanted: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Mismatch(expected(wanted))
    item = get_args(wanted)[1]
    return {str(name): _entry(str(name), part, item) for name, part in value.items()}


def _entry(name: str, value: object, wanted: Any) -> Any:
    try:
        return convert(value, wanted)
    except Mismatch as mismatch:
        raise Mismatch(mismatch.expected, name) from None
