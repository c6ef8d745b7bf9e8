"""From folded values to plain ones: JSON values, decimal numbers, and how a value is shown."""

from __future__ import annotations

from math import isfinite
from typing import assert_never

from compiler.ir.settings import JsonValue, Literal, literal
from compiler.language.values import Code, Folded, Items, Known, Table, Unknown
from compiler.records import dataclass

_DEEPEST = 60
_MOST_PARTS = 100_000
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """The part of a value that has no JSON form, and what it is."""

    part: Folded
    what: str


class _NotPlain(Exception):
    def __init__(self, part: Folded, what: str) -> None:
        self.obstacle = Obstacle(part=part, what=what)
        super().__init__(what)


@dataclass(slots=True)
class _Budget:
    """What is left of the parts that one value may have: shared parts could unfold without end."""

    left: int = _MOST_PARTS

    def take(self, part: Folded) -> None:
        self.left -= 1
        if self.left < 0:
            raise _NotPlain(part, "a value of more than 100,000 parts")


def as_literal(value: Folded) -> Literal | Obstacle:
    """Return `value` as JSON text, or the part of it that has no JSON form."""
    try:
        return literal(_plain(value, _Budget(), 0))
    except _NotPlain as found:
        return found.obstacle


def as_json(value: Folded) -> JsonValue | Obstacle:
    """Return `value` as a JSON value, or the part of it that has no JSON form."""
    try:
        return _plain(value, _Budget(), 0)
    except _NotPlain as found:
        return found.obstacle


def decimal_text(value: object) -> str | None:
    """Return a number, or the text of one, as plain decimal text; None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - few flows have numbers

    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Folded) -> str:
    """Return a short text for `value`, for messages; what the author wrote is in backticks."""
    match value:
        case Known():
            return f"`{_cut(repr(value.value))}`"
        case Items():
            return "a list"
        case Table():
            return "a dict"
        case Code():
            return f"`{_cut(value.name)}`" if value.name else "a function"
        case Unknown():
            return "an unknown value"
        case _:
            assert_never(value)


def code_reason(value: Code) -> str:
    """Return why the value of `value` is not known."""
    if value.missing:
        return f"the module `{_cut(value.missing)}` was not found"
    if value.name:
        return f"`{_cut(value.name)}` is code"
    return "code computes it, and flowc runs none to compile"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _plain(value: Folded, budget: _Budget, depth: int) -> JsonValue:
    budget.take(value)
    if depth > _DEEPEST:
        raise _NotPlain(value, "nested too deeply")
    match value:
        case Known():
            return _scalar(value)
        case Items():
            return [_plain(item, budget, depth + 1) for item in value.items]
        case Table():
            return {_key(key): _plain(entry, budget, depth + 1) for key, entry in value.entries}
        case Code():
            raise _NotPlain(value, code_reason(value))
        case Unknown():
            raise _NotPlain(value, value.reason)
        case _:
            assert_never(value)


def _scalar(value: Known) -> bool | int | float | str | None:
    if isinstance(value.value, bytes):
        raise _NotPlain(value, "bytes have no JSON form")
    if isinstance(value.value, float) and not isfinite(value.value):
        raise _NotPlain(value, f"{value.value} has no JSON form")
    return value.value


def _key(key: Known) -> str:
    plain = _scalar(key)
    return plain if isinstance(plain, str) else literal(plain).text
