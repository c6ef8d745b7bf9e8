"""Computes Python's operators on folded values, within bounds on the size of what comes out."""

from __future__ import annotations

import ast
import operator
import re
from typing import TYPE_CHECKING

from compiler.frontends.python import paths
from compiler.frontends.python.plain import (
    MOST_ITEMS,
    MOST_TEXT,
    PathValue,
    Value,
    compute,
    resting_on,
    table,
    too_big,
)
from compiler.language.values import Code, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.source import Span

_MOST_BITS = 4096
_WIDE = re.compile(r"%(\([^)]*\))?[-+ #0]*(\*|\d{5}|\d*\.(\*|\d{5}))")

_ARITHMETIC: dict[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.BitAnd: operator.and_,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[..., object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_UNARY: dict[type[ast.unaryop], Callable[..., object]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}


def binary(op: ast.operator, left: Value, right: Value, span: Span) -> Value:
    """Return `left op right`."""
    match op, left, right:
        case (_, Unknown(), _):
            return left
        case (_, _, Unknown()):
            return right
        case ast.Add(), Items(), Items():
            return _joined(left, right, span)
        case ast.Mult(), Items(), Known(value=int(times)):
            return _repeated(left, times, span)
        case ast.BitOr(), Table(), Table():
            return table((*left.entries, *right.entries), span)
        case (ast.Div(), PathValue(), _) | (ast.Div(), _, PathValue()):
            return paths.joined(left, right, span)
        case ast.Mod(), Known(value=str() | bytes()), _:
            return _formatted(left, right, span)
        case _:
            return _computed(op, left, right, span)


def _computed(op: ast.operator, left: Value, right: Value, span: Span) -> Value:
    if not _is_small(op, left, right):
        return too_big(span)
    return compute(_ARITHMETIC.get(type(op), _refused), (left, right), span)


def unary(op: ast.unaryop, operand: Value, span: Span) -> Value:
    """Return `op operand`; `not` asks a container only whether it is empty."""
    match op, operand:
        case ast.Not(), Items(items=items):
            return Known(value=not items, span=span)
        case ast.Not(), Table(entries=entries):
            return Known(value=not entries, span=span)
        case _:
            return compute(_UNARY[type(op)], (operand,), span)


def compare(op: ast.cmpop, left: Value, right: Value, span: Span) -> Value:
    """Return `left op right` for a comparison or a membership."""
    match op:
        case ast.In():
            return _contains(left, right, span)
        case ast.NotIn():
            found = _contains(left, right, span)
            return compute(operator.not_, (found,), span)
        case ast.Is() | ast.IsNot() if not _is_singleton(left) and not _is_singleton(right):
            return Unknown(
                reason="`is` compares places in memory, not values",
                help="compare with `==`",
                span=span,
            )
        case _:
            return compute(_COMPARISONS[type(op)], (left, right), span)


def item(holder: Value, key: Value, span: Span) -> Value:
    """Return `holder[key]`; what else the holder holds need not be known."""
    match holder, key:
        case (Unknown(), _):
            return holder
        case (_, Unknown()):
            return key
        case Table(entries=entries), Known(value=wanted):
            found = next((value for one, value in entries if one.value == wanted), None)
            missing = Unknown(
                reason=f"there is no key {wanted!r}; there are {_keys(holder)}", span=span
            )
            return missing if found is None else resting_on(found, key.environment)
        case Items(items=items), Known(value=int(index)):
            if -len(items) <= index < len(items):
                return resting_on(items[index], key.environment)
            return Unknown(reason=f"there is no item {index}, only {len(items)}", span=span)
        case _:
            return compute(operator.getitem, (holder, key), span)


def part(holder: Value, bounds: tuple[Value, Value, Value], span: Span) -> Value:
    """Return the slice `holder[a:b:c]`."""
    if isinstance(holder, Items):
        positions = Items(items=tuple(Known(value=index) for index in range(len(holder.items))))
        chosen = compute(_sliced, (positions, *bounds), span)
        if not isinstance(chosen, Items):
            return chosen
        indices = (one.value for one in chosen.items if isinstance(one, Known))
        kept = (holder.items[index] for index in indices if isinstance(index, int))
        return Items(items=tuple(kept), span=span)
    return compute(_sliced, (holder, *bounds), span)


def _joined(left: Items, right: Items, span: Span) -> Value:
    if len(left.items) + len(right.items) > MOST_ITEMS:
        return too_big(span)
    return Items(items=left.items + right.items, span=span)


def _repeated(items: Items, times: int, span: Span) -> Value:
    if len(items.items) * times > MOST_ITEMS:
        return too_big(span)
    return Items(items=items.items * times, span=span)


def _formatted(form: Known, right: Value, span: Span) -> Value:
    """Return `form % right`: a list stands for a tuple, which is what `%` takes."""
    if _WIDE.search(str(form.value)):
        return too_big(span)

    def apply(text: str, values: object) -> object:
        return text % (tuple(values) if isinstance(values, list) else values)

    return compute(apply, (form, right), span)


def _is_small(op: ast.operator, left: Value, right: Value) -> bool:
    """Say whether `left op right` stays small, before it is computed."""
    a, b = _scalar(left), _scalar(right)
    match op:
        case ast.Mult():
            return _fits(a, b) and _fits(b, a)
        case ast.Pow():
            return not _is_huge_power(a, b)
        case ast.LShift():
            return not isinstance(b, int) or b <= _MOST_BITS
        case ast.Add():
            return _length(a) + _length(b) <= MOST_TEXT
        case _:
            return True


def _is_huge_power(base: object, exponent: object) -> bool:
    if not isinstance(base, int) or not isinstance(exponent, int):
        return False
    return base.bit_length() * abs(exponent) > _MOST_BITS


def _fits(text: object, times: object) -> bool:
    if isinstance(text, int) and isinstance(times, int):
        return text.bit_length() + times.bit_length() <= _MOST_BITS
    return not isinstance(times, int) or _length(text) * times <= MOST_TEXT


def _length(value: object) -> int:
    return len(value) if isinstance(value, str | bytes) else 0


def _scalar(value: Value) -> object:
    return value.value if isinstance(value, Known) else None


def _contains(wanted: Value, holder: Value, span: Span) -> Value:
    if isinstance(holder, Table):
        keys = Items(items=tuple(key for key, _ in holder.entries))
        return compute(_in, (wanted, keys), span)
    return compute(_in, (wanted, holder), span)


def _in(wanted: object, holder: object) -> object:
    return operator.contains(holder, wanted)  # type: ignore[arg-type]


def _sliced(holder: object, *bounds: object) -> object:
    return operator.getitem(holder, slice(*bounds))  # type: ignore[call-overload]


def _is_singleton(value: Value) -> bool:
    match value:
        case Known(value=None | bool()) | Unknown() | Code():
            return True
        case _:
            return False


def _keys(holder: Table) -> str:
    shown = ", ".join(repr(key.value) for key, _ in holder.entries[:8])
    return f"{shown}, …" if len(holder.entries) > 8 else shown or "none"


def _refused(left: object, right: object) -> object:
    raise TypeError(f"{type(left).__name__} and {type(right).__name__} do not go together")
