"""Understands the text of a Config: JSON, TOML or YAML, with the line of what is malformed."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 40
_MOST_VALUES = 100_000
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")

_SUFFIXES = {".toml": "tomllib.loads", ".yaml": "yaml.safe_load", ".yml": "yaml.safe_load"}


class NotUnderstood(Exception):
    """The text is malformed at `line` and `column`, counted from 1; 0 if the place is not known."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        """Keep what is wrong, and where."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class NotKeepable(Exception):
    """The text is fine, but what it says cannot be kept as JSON."""


def parser_of(path: str) -> str:
    """Return the name of the parser that a Config's file has if the flow names none."""
    return _SUFFIXES.get(PurePosixPath(path).suffix.lower(), "json.loads")


def understood(text: str, parser: str) -> object:
    """Return what the function named `parser` makes of `text`; raises `NotUnderstood`."""
    try:
        found = PARSERS[parser](text)
    except RecursionError:
        raise NotUnderstood("it is nested too deeply") from None
    check_keepable(found)
    return found


def check_keepable(found: object) -> None:
    """Raise `NotKeepable` unless `found` is made of JSON's types, of bounded depth and size."""
    waiting: list[tuple[object, int]] = [(found, 0)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > _MOST_VALUES or depth > _DEEPEST:
            raise NotKeepable("it is too big or nested too deeply")
        match value:
            case dict():
                waiting.extend((inner, depth + 1) for inner in value.values())
                waiting.extend((key, depth + 1) for key in value)
            case list() | tuple():
                waiting.extend((inner, depth + 1) for inner in value)
            case float() if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124
                raise NotKeepable(f"{value} has no form in JSON")
            case None | bool() | int() | float() | str():
                continue
            case _:
                raise NotKeepable(f"a {type(value).__name__} has no form in JSON")


def _json(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        raise _malformed_json(text, error) from error


def _malformed_json(text: str, error: json.JSONDecodeError) -> NotUnderstood:
    """Say what is wrong; for the commonest mistake in words that no version of Python changes."""
    before = text[: error.pos].rstrip(" \t\r\n,")
    between = text[len(before) : error.pos + 1]
    if "".join(between.split()) in (",", ",}", ",]") and before[-1:] not in ("", ":", "[", "{"):
        comma = len(before) + between.index(",")
        line, column = text.count("\n", 0, comma) + 1, comma - text.rfind("\n", 0, comma)
        return NotUnderstood("a comma follows the last entry", line, column)
    return NotUnderstood(_lower(error.msg), error.lineno, error.colno)


def _toml(text: str) -> object:
    import tomllib  # noqa: PLC0415 - only flows with such a Config pay for it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        if place is None:
            last = text.rstrip("\n").count("\n") + 1
            raise NotUnderstood(
                _lower(message.removesuffix(" (at end of document)")), last, 1
            ) from error
        line, column = int(place[1]), int(place[2])
        raise NotUnderstood(_lower(message[: place.start()]), line, column) from error


def _yaml(text: str) -> object:
    import yaml  # noqa: PLC0415 - only flows with such a Config pay for it

    try:
        return cast("object", yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise NotUnderstood(error.problem or "it is no YAML", line, column) from error
    except (yaml.YAMLError, ValueError) as error:
        raise NotUnderstood(f"it is no YAML: {error}".partition("\n")[0]) from error


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


PARSERS: dict[str, Callable[[str], object]] = {
    "json.loads": _json,
    "toml.loads": _toml,
    "tomli.loads": _toml,
    "tomllib.loads": _toml,
    "yaml.full_load": _yaml,
    "yaml.load": _yaml,
    "yaml.safe_load": _yaml,
}
