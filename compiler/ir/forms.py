"""The JSON form of every type of the IR, worked out once from the dataclasses themselves.

A record is an object without the fields that have their defaults; where several records may
stand, `kind` says which; a span is [path's number, line, column, end line, end column].
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from compiler.records import dataclass
from compiler.source import Span


@dataclass(frozen=True, slots=True)
class Plain:
    """A JSON scalar of one of `types`."""

    types: tuple[type, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text that is a member of an enumeration."""

    members: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Many:
    """A list whose items are all alike."""

    item: Any


@dataclass(frozen=True, slots=True)
class Row:
    """A list of a fixed length, each item of its own type."""

    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A span."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record; `default` is MISSING if it must be given."""

    name: str
    type: Any
    default: Any


@dataclass(frozen=True, slots=True)
class Record:
    """An object with the fields of the dataclass `cls`."""

    cls: type
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of `records`, by the name in `kind` if there are several; or None."""

    records: tuple[tuple[str, type], ...]
    optional: bool


Form = Plain | OneOf | Many | Row | Place | Record | Either


@cache
def form(type_: Any) -> Form:
    """Return the form of a type that occurs in the IR."""
    if type_ is Span:
        return Place()
    if get_origin(type_) is tuple:
        return _tuple(get_args(type_))
    if get_origin(type_) in (Union, UnionType):
        return _union(get_args(type_))
    if is_dataclass(type_):
        assert isinstance(type_, type)  # noqa: S101 - for the type checker
        return _record(type_)
    if issubclass(type_, StrEnum):
        return OneOf(type_)
    return Plain((type_,))


def kind(cls: type) -> str:
    """Return the name of a record in `kind`: `EnvVar` is `env_var`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


def _tuple(items: tuple[Any, ...]) -> Form:
    return Many(items[0]) if items[1:] == (...,) else Row(items)


def _union(members: tuple[Any, ...]) -> Form:
    records = [m for m in members if isinstance(m, type) and is_dataclass(m)]
    if not records:
        return Plain(members)
    return Either(tuple((kind(record), record) for record in records), NoneType in members)


def _record(cls: type) -> Record:
    hints = get_type_hints(cls)
    return Record(cls, tuple(Field(f.name, hints[f.name], f.default) for f in fields(cls)))
