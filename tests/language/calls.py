"""Calls for tests, written as Python values instead of folded ones."""

from __future__ import annotations

from compiler.diagnostics import Diagnostic
from compiler.language.values import Argument, Call, Code, Folded, Items, Known, Table, Unknown


def folded(value: object) -> Folded:
    """Return a plain value as a frontend folds it; folded ones stay."""
    if isinstance(value, Known | Items | Table | Code | Unknown):
        return value
    if isinstance(value, list | tuple):
        return Items(items=tuple(folded(item) for item in value))
    if isinstance(value, dict):
        entries = ((Known(value=key), folded(entry)) for key, entry in value.items())
        return Table(entries=tuple(entries))
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return Known(value=value)
    raise TypeError(f"no folded form of {value!r}")


def call(name: str, /, *positional: object, **named: object) -> Call:
    """Return the call `name(…)`."""
    return Call(
        name=name,
        arguments=(
            *(Argument(name=None, value=folded(value)) for value in positional),
            *(Argument(name=key, value=folded(value)) for key, value in named.items()),
        ),
    )


def variable(name: str, value: str | None = None) -> Known:
    """Return what `os.environ.get(name)` folds to."""
    return Known(value=value, environment=(name,), reference=name)


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    """Return the codes of findings, in order."""
    return [one.rule.code for one in found]
