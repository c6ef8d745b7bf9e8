"""Computes methods of text, lists and dicts, and the built-in functions that need no effects."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from compiler.frontends.python.operators import binary
from compiler.frontends.python.plain import (
    MOST_ITEMS,
    MOST_TEXT,
    NotPlain,
    PathValue,
    Value,
    compute,
    environment_of,
    folded,
    plain,
    resting_on,
    settled,
    table,
    too_big,
    truth_of,
    undecided,
)
from compiler.language.values import Code, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compiler.source import Span

_OF_TEXT = frozenset(
    {"capitalize", "casefold", "count", "encode", "endswith", "find", "format", "index"}
    | {"isalnum", "isalpha", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric"}
    | {"isspace", "istitle", "isupper", "join", "lower", "lstrip", "partition", "removeprefix"}
    | {"removesuffix", "replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split"}
    | {"splitlines", "startswith", "strip", "swapcase", "title", "upper"}
)
_OF_BYTES = frozenset({"decode", "hex", "startswith", "endswith", "lower", "upper", "strip"})
_OF_NUMBERS = frozenset({"is_integer", "bit_length"})
_OF_LISTS = frozenset({"count", "index"})
_PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
_TUPLES = frozenset({"startswith", "endswith"})

_WIDE = re.compile(r"\d{5}")
# A field such as `{x.y}`, whose text may hold an address, `{:{width}}`, or `{:99999}`.
_REACHING = re.compile(r"\{[^{}:!]*\.|\{[^{}]*\{|\{[^{}]*:[^{}]*\d{5}")

_PLAIN_FUNCTIONS: dict[str, Callable[..., object]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "float": float,
    "int": int,
    "max": max,
    "min": min,
    "round": round,
    "sorted": sorted,
    "sum": sum,
    "ord": ord,
    "chr": chr,
    "hex": hex,
    "divmod": divmod,
}
BUILTIN_FUNCTIONS = frozenset(_PLAIN_FUNCTIONS) | frozenset(
    {"bool", "dict", "enumerate", "frozenset", "len", "list", "pow", "range", "repr", "reversed"}
    | {"set", "str", "tuple", "zip"}
)

Words = dict[str, Value]


def method(value: Value, name: str, arguments: Sequence[Value], words: Words, span: Span) -> Value:
    """Return what `value.name(*arguments, **words)` gives."""
    match value:
        case Unknown():
            return value
        case Table():
            return _of_table(value, name, arguments, span)
        case Items():
            return _of_items(value, name, arguments, span)
        case Known(value=str(text)) if name in _OF_TEXT or name in _PADDING:
            return _of_text(value, text, name, arguments, words, span)
        case Known(value=bytes()) if name in _OF_BYTES:
            return _call(value, name, arguments, words, span)
        case Known(value=int() | float()) if name in _OF_NUMBERS:
            return _call(value, name, arguments, words, span)
        case _:
            return Unknown(reason=f"a call of `{name}` is not computed", span=span)


def builtin(name: str, arguments: Sequence[Value], words: Words, span: Span) -> Value:
    """Return what the built-in function `name` gives."""
    unknown = next((one for one in arguments if isinstance(one, Unknown)), None)
    if unknown is not None:
        return unknown
    if name == "pow" and len(arguments) == 2:
        return binary(ast.Pow(), arguments[0], arguments[1], span)
    if name in _PLAIN_FUNCTIONS:
        return compute(_PLAIN_FUNCTIONS[name], tuple(arguments), span, **words)
    match name, arguments:
        case "dict", _:
            return _dict(arguments, words, span)
        case "range", _:
            return _range(arguments, span)
        case (("zip" | "enumerate"), _):
            return _paired(name, arguments, span)
        case "str", _:
            return _str(arguments, span)
        case (("list" | "tuple" | "set" | "frozenset"), []):
            return Items(items=(), span=span)
        case _, [value]:
            return _of_one(name, value, span)
        case _:
            return Unknown(reason=f"this call of `{name}` is not computed", span=span)


def _of_one(name: str, value: Value, span: Span) -> Value:
    """Return what a built-in function of one argument gives."""
    match name, value:
        case "bool", _:
            return _bool(value, span)
        case (("list" | "tuple" | "set" | "frozenset" | "reversed"), _):
            return _listed(name, value, span)
        case "len", Items(items=held) | Table(entries=held):
            return folded(len(held), environment_of(value), span)
        case "len", _:
            return compute(len, (value,), span)
        case _:
            return compute(repr, (_only_scalar(value, span),), span)


def text_of(value: Value, conversion: int, form: Value, span: Span) -> Value:
    """Return what `{value!conversion:form}` becomes in an f-string."""
    match form:
        case Known(value=str(spec)) if _WIDE.search(spec):
            return too_big(span)
    shown: Callable[[object], object] = {ord("r"): repr, ord("a"): ascii}.get(conversion, _as_is)
    if conversion == ord("s"):
        shown = str

    def apply(found: object, spec: str) -> object:
        return format(shown(found), spec)

    scalar = _only_scalar(value, span)
    return compute(apply, (scalar, form), span)


def items_of(value: Value, span: Span) -> Items | Unknown:
    """Return what a loop over `value` goes through, in order."""
    match value:
        case Items() | Unknown():
            return value
        case Table(entries=entries):
            return Items(items=tuple(key for key, _ in entries), span=span)
        case Known(value=str(text)):
            letters = folded(list(text), value.environment, span)
            return letters if isinstance(letters, Items | Unknown) else too_big(span)
        case Code():
            return undecided(value, span)
        case Known() | PathValue():
            return Unknown(reason="it is nothing to go through item by item", span=span)


def _of_text(
    value: Known, text: str, name: str, arguments: Sequence[Value], words: Words, span: Span
) -> Value:
    match name, arguments:
        case "join", [one]:
            listed = items_of(one, span)
            return compute(_joined(text), (listed,), span) if listed else listed
        case "format", _ if not _is_plain_format(text):
            return Unknown(reason="this format is left to the run", span=span)
        case "replace", [_, Known(value=str(new)), *_] if len(text) * len(new) > MOST_TEXT:
            return too_big(span)
        case _, [Known(value=int(width)), *_] if name in _PADDING and width > MOST_TEXT:
            return too_big(span)
        case _, [Items() as options, *rest] if name in _TUPLES:
            return compute(_with_tuple(name), (value, options, *rest), span)
        case _:
            return _call(value, name, arguments, words, span)


def _call(value: Known, name: str, arguments: Sequence[Value], words: Words, span: Span) -> Value:
    def apply(found: object, *given: object, **named: object) -> object:
        return getattr(found, name)(*given, **named)

    return compute(apply, (value, *arguments), span, **words)


def _joined(separator: str) -> Callable[..., object]:
    def apply(texts: list[str]) -> object:
        if sum(map(len, texts)) + len(separator) * len(texts) > MOST_TEXT:
            raise ValueError("the text is too long")
        return separator.join(texts)

    return apply


def _with_tuple(name: str) -> Callable[..., object]:
    def apply(text: str, options: list[str], *rest: object) -> object:
        return getattr(text, name)(tuple(options), *rest)

    return apply


def _is_plain_format(text: str) -> bool:
    """Say whether `text.format` only puts values in: no attributes, no great widths."""
    return _REACHING.search(text.replace("{{", "")) is None


def _of_table(value: Table, name: str, arguments: Sequence[Value], span: Span) -> Value:
    match name, arguments:
        case "get", [Known() as key, *rest] if len(rest) < 2:
            default = rest[0] if rest else Known(value=None, span=span)
            found = next((one for k, one in value.entries if k.value == key.value), default)
            return resting_on(found, key.environment)
        case "keys", []:
            return Items(items=tuple(key for key, _ in value.entries), span=span)
        case "values", []:
            return Items(items=tuple(one for _, one in value.entries), span=span)
        case "items", []:
            pairs = (Items(items=(key, one), span=span) for key, one in value.entries)
            return Items(items=tuple(pairs), span=span)
        case (("copy" | "to_dict"), []):
            return value
        case _, [Unknown() as unknown, *_]:
            return unknown
        case _:
            return Unknown(reason=f"a call of `{name}` on a dict is not computed", span=span)


def _of_items(value: Items, name: str, arguments: Sequence[Value], span: Span) -> Value:
    match name, arguments:
        case "copy", []:
            return value
        case (("union" | "intersection" | "difference"), [Items() as other]):
            return compute(_set_operation(name), (value, other), span)
        case _ if name in _OF_LISTS:

            def apply(found: object, *given: object) -> object:
                return getattr(found, name)(*given)

            return compute(apply, (value, *arguments), span)
        case _:
            return Unknown(reason=f"a call of `{name}` on a list is not computed", span=span)


def _set_operation(name: str) -> Callable[..., object]:
    """Return an operation on sets that keeps the order in which things were written."""

    def apply(left: list[object], right: list[object]) -> object:
        if name == "union":
            return list(dict.fromkeys(left + right))
        kept = name == "intersection"
        return [one for one in dict.fromkeys(left) if (one in right) is kept]

    return apply


def _dict(arguments: Sequence[Value], words: Words, span: Span) -> Value:
    entries: list[tuple[Known, Value]] = []
    for argument in arguments:
        match argument:
            case Table():
                entries += argument.entries
            case Items(items=items):
                for one in items:
                    match one:
                        case Items(items=(Known() as key, value)):
                            entries.append((key, value))
                        case _:
                            return Unknown(reason="a pair of the dict is not known", span=span)
            case _:
                return undecided(argument, span)
    entries += ((Known(value=name, span=span), value) for name, value in words.items())
    return table(((key, settled(value)) for key, value in entries), span)


def _bool(value: Value, span: Span) -> Value:
    truth = truth_of(value)
    if truth is None:
        return undecided(value, span)
    return Known(value=truth, environment=environment_of(value), span=span)


def _str(arguments: Sequence[Value], span: Span) -> Value:
    match arguments:
        case []:
            return Known(value="", span=span)
        case [Known(value=str()) as value]:
            return value
        case [value]:
            return compute(str, (_only_scalar(value, span),), span)
        case _:
            return compute(str, tuple(arguments), span)


def _listed(name: str, value: Value, span: Span) -> Value:
    listed = items_of(value, span)
    if isinstance(listed, Unknown):
        return listed
    if name == "reversed":
        return Items(items=listed.items[::-1], span=span)
    if name in ("set", "frozenset"):
        return distinct(listed, span)
    return Items(items=listed.items, span=span)


def distinct(value: Items, span: Span) -> Value:
    """Return the set of the items of `value`, in the order in which they were written."""
    try:
        keys = [plain(item) for item in value.items]
        first = dict(zip(reversed(keys), reversed(value.items), strict=True))
        kept = [first[key] for key in dict.fromkeys(keys)]
    except NotPlain as known:
        return known.value
    except TypeError:
        return Unknown(reason="a set cannot hold lists or dicts", span=span)
    return Items(items=tuple(kept), span=span)


def _range(arguments: Sequence[Value], span: Span) -> Value:
    def apply(*bounds: int) -> object:
        found = range(*bounds)
        if len(found) > MOST_ITEMS:
            raise ValueError("the range is too long")
        return list(found)

    return compute(apply, tuple(arguments), span)


def _paired(name: str, arguments: Sequence[Value], span: Span) -> Value:
    listed = [items_of(one, span) for one in arguments]
    unknown = next((one for one in listed if isinstance(one, Unknown)), None)
    if unknown is not None:
        return unknown
    columns = [one.items for one in listed if isinstance(one, Items)]
    if name == "enumerate" and len(columns) == 1:
        counted = (Known(value=index, span=span) for index in range(len(columns[0])))
        columns.insert(0, tuple(counted))
    rows = zip(*columns, strict=False)
    return Items(items=tuple(Items(items=row, span=span) for row in rows), span=span)


def _only_scalar(value: Value, span: Span) -> Value:
    """Return `value` unless it is a list or dict, whose text depends on what kind it is."""
    if isinstance(value, Items | Table):
        return Unknown(
            reason="the text of a list or dict is not computed",
            help="write the text itself, or join the items",
            span=span,
        )
    return value


def _as_is(found: object) -> object:
    return found
