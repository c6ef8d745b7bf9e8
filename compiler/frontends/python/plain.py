"""Turns folded values into Python's own and back, keeping what they rest on.

An operation such as `"a" + os.getenv("B", "")` is computed on plain values, by Python itself; the
result rests on every variable that its operands rest on.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from compiler.language.values import Code, Folded, Items, Known, Table, Unknown
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_ITEMS = 10_000
MOST_TEXT = 100_000
_REFUSALS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathValue:
    """A `pathlib.Path`, as text with `/`; it exists only while an expression is folded."""

    text: str
    environment: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Value = Folded | PathValue


class NotPlain(Exception):
    """A value holds something that is not known, or known only to running code."""

    def __init__(self, value: Unknown) -> None:
        """Keep the value that says why."""
        super().__init__(value.reason)
        self.value = value


def plain(value: Value) -> object:
    """Return `value` as a Python object; raises `NotPlain` with the part that has none."""
    match value:
        case Known():
            return value.value
        case Items():
            return [plain(item) for item in value.items]
        case Table():
            return {key.value: plain(entry) for key, entry in value.entries}
        case PathValue():
            return value.text
        case Code():
            raise NotPlain(_is_code(value))
        case Unknown():
            raise NotPlain(value)


def folded(found: object, environment: tuple[str, ...], span: Span) -> Value:
    """Return the Python object `found` as a value that rests on the variables `environment`."""
    match found:
        case None | bool() | int() | float() | str() | bytes():
            if isinstance(found, str | bytes) and len(found) > MOST_TEXT:
                return too_big(span)
            return Known(value=found, environment=environment, span=span)
        case list() | tuple():
            if len(found) > MOST_ITEMS:
                return too_big(span)
            return Items(items=tuple(_inner(item, environment, span) for item in found), span=span)
        case dict():
            return table(
                (
                    (Known(value=key, environment=environment), _inner(one, environment, span))
                    for key, one in found.items()
                ),
                span,
            )
        case _:
            return Unknown(reason=f"a {type(found).__name__} is no value to keep", span=span)


def table(entries: Iterable[tuple[Known, Folded]], span: Span) -> Table:
    """Return a Table in which later entries have replaced earlier ones of the same key."""
    found: dict[object, tuple[Known, Folded]] = {}
    for key, value in entries:
        first = found.get(key.value, (key, value))[0]
        found[key.value] = (first, value)
    return Table(entries=tuple(found.values()), span=span)


def compute(
    operation: Callable[..., object], operands: tuple[Value, ...], span: Span, **words: Value
) -> Value:
    """Return what `operation` gives for the plain `operands`, or why it gives nothing."""
    try:
        arguments = [plain(operand) for operand in operands]
        named = {name: plain(value) for name, value in words.items()}
        found = operation(*arguments, **named)
    except NotPlain as known:
        return known.value
    except _REFUSALS as error:
        return Unknown(reason=f"Python refuses to compute it: {_said(error)}", span=span)
    return folded(found, environment_of(*operands, *words.values()), span)


def environment_of(*values: Value) -> tuple[str, ...]:
    """Return the names of the variables that `values` rest on, sorted."""
    found: set[str] = set()
    waiting: list[Value] = list(values)
    while waiting:
        match waiting.pop():
            case Known(environment=names) | PathValue(environment=names):
                found.update(names)
            case Items(items=items):
                waiting.extend(items)
            case Table(entries=entries):
                waiting.extend(key for key, _ in entries)
                waiting.extend(entry for _, entry in entries)
            case Code() | Unknown():
                continue
    return tuple(sorted(found)) if found else ()


def weight_of(value: Value) -> int:
    """Return how many steps of work making a value of this size counts for."""
    match value:
        case Known(value=str() | bytes() as text):
            return len(text) // 64
        case Items(items=held) | Table(entries=held):
            return len(held) // 2
        case _:
            return 0


def depth_of(value: Value) -> int:
    """Return how deep the lists and dicts of `value` are nested; 0 for a scalar."""
    deepest = 0
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        match one:
            case Items(items=items):
                waiting.extend((item, depth + 1) for item in items)
            case Table(entries=entries):
                waiting.extend((entry, depth + 1) for _, entry in entries)
            case _:
                continue
    return deepest


def resting_on(value: Value, environment: tuple[str, ...]) -> Value:
    """Return `value` as one that also rests on the variables `environment`."""
    if not environment:
        return value
    match value:
        case Known() | PathValue():
            names = tuple(sorted({*value.environment, *environment}))
            if isinstance(value, PathValue):
                return replace(value, environment=names)
            reference = value.reference if names == value.environment else None
            return replace(value, environment=names, reference=reference)
        case Items():
            items = tuple(settled(resting_on(item, environment)) for item in value.items)
            return replace(value, items=items)
        case Table():
            entries = ((k, settled(resting_on(v, environment))) for k, v in value.entries)
            return replace(value, entries=tuple(entries))
        case Code() | Unknown():
            return value


def settled(value: Value) -> Folded:
    """Return `value` as one that may leave the folding: a path is its text."""
    if isinstance(value, PathValue):
        return Known(value=value.text, environment=value.environment, span=value.span)
    return value


def truth_of(value: Value) -> bool | None:
    """Say whether `value` counts as true; None if that is not known."""
    match value:
        case Known():
            return bool(value.value)
        case Items():
            return bool(value.items)
        case Table():
            return bool(value.entries)
        case PathValue():
            return True
        case Code() | Unknown():
            return None


def too_big(span: Span) -> Unknown:
    """Return the value of an expression that would take too much room to compute."""
    return Unknown(
        reason="the value is too big to be computed when the flow is compiled",
        help="keep it in a file that a step reads",
        span=span,
    )


def undecided(value: Value, span: Span) -> Unknown:
    """Return why an expression is not known whose condition `value` is neither true nor false."""
    match value:
        case Unknown():
            return value
        case Code():
            return _is_code(value)
        case _:
            return Unknown(reason="the condition is not known", span=span)


def _inner(found: object, environment: tuple[str, ...], span: Span) -> Folded:
    return settled(folded(found, environment, span))


def _is_code(value: Code) -> Unknown:
    name = value.name or value.source or "it"
    return Unknown(
        reason=f"only running code could evaluate `{name}`",
        help="write the value itself, or assign it to a constant of the module",
        span=value.span,
    )


def _said(error: Exception) -> str:
    text = str(error)
    if isinstance(error, KeyError):
        return f"there is no key {text}"
    return f"{text[:1].lower()}{text[1:]}" if text else type(error).__name__
