"""Computes paths: `pathlib`, `os.path` and `__file__`, without ever asking the machine.

Inside the folding the project's root is a folder called ROOT, so that `Path(__file__).parent` has
a value that is the same on every machine. What leaves the folding is relative to the root.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from compiler.frontends.python.plain import (
    PathValue,
    Value,
    environment_of,
    folded,
    settled,
)
from compiler.language.values import Code, Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compiler.source import Span

ROOT = "\U0010ffff"  # a noncharacter: no text that a person writes holds it

_MACHINE = frozenset(
    {"cwd", "home", "expanduser", "exists", "is_file", "is_dir", "read_text", "read_bytes"}
    | {"open", "iterdir", "glob", "rglob", "stat", "samefile", "owner", "is_absolute"}
)
_TEXT_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "basename": posixpath.basename,
    "normpath": posixpath.normpath,
    "normcase": posixpath.normpath,
    "abspath": posixpath.normpath,
    "realpath": posixpath.normpath,
    "fspath": str,
}


def own_file(shown: str, span: Span) -> Known:
    """Return `__file__` of the project's file that findings name `shown`."""
    return Known(value=f"{ROOT}/{shown}", span=span)


def path(parts: Sequence[Value], span: Span) -> Value:
    """Return `Path(*parts)`."""
    texts: list[str] = []
    for one in parts:
        match one:
            case Known(value=str(text)) | PathValue(text=text):
                texts.append(text)
            case Unknown():
                return one
            case _:
                return Unknown(reason="a part of the path is no text", span=span)
    text = posixpath.join(*texts) if texts else "."
    clean = _tidy(text)
    return PathValue(text=clean, environment=environment_of(*parts), span=span)


def joined(left: Value, right: Value, span: Span) -> Value:
    """Return `left / right`, one of which is a path."""
    return path((left, right), span)


def function(name: str, arguments: Sequence[Value], span: Span) -> Value:
    """Return what `os.path.name(*arguments)` gives."""
    found = path(arguments, span)
    if not isinstance(found, PathValue) or not arguments:
        return found
    text = posixpath.join(*(_text(one) for one in arguments))
    if name == "join":
        return folded(text, found.environment, span)
    if name == "dirname":
        above = _parent(text) if _is_above(text) else posixpath.dirname(text)
        return folded(above, found.environment, span)
    if name == "basename" and _is_above(text):
        return _unnamed(span)
    if name in _TEXT_FUNCTIONS:
        return folded(_TEXT_FUNCTIONS[name](text), found.environment, span)
    if name in ("split", "splitext"):
        cut = posixpath.split if name == "split" else posixpath.splitext
        return folded(list(cut(text)), found.environment, span)
    return of_machine(f"os.path.{name}", span)


def attribute(value: PathValue, name: str, span: Span) -> Value:
    """Return the attribute `name` of a path: its parents, or one of the parts of its name."""
    if name == "parent":
        return PathValue(text=_parent(value.text), environment=value.environment, span=span)
    if name in ("name", "stem", "suffix"):
        if _is_above(value.text):
            return _unnamed(span)
        last = posixpath.basename(value.text)
        stem, suffix = posixpath.splitext(last)
        found = {"name": last, "stem": stem, "suffix": suffix}[name]
        return Known(value=found, environment=value.environment, span=span)
    return Unknown(reason=f"`{name}` of a path is not computed", span=span)


def ancestor(value: PathValue, index: Value, span: Span) -> Value:
    """Return `value.parents[index]`."""
    match index:
        case Known(value=int(steps)) if 0 <= steps < 32:
            text = value.text
            for _ in range(steps + 1):
                text = _parent(text)
            return PathValue(text=text, environment=value.environment, span=span)
        case Unknown():
            return index
        case _:
            return Unknown(reason="the number of parents is not known", span=span)


def method(value: PathValue, name: str, arguments: Sequence[Value], span: Span) -> Value:
    """Return what `path.name(*arguments)` gives."""
    if name in ("resolve", "absolute"):
        return PathValue(text=posixpath.normpath(value.text), environment=value.environment)
    if name == "joinpath":
        return path((value, *arguments), span)
    if name in ("as_posix", "__str__", "__fspath__"):
        return Known(value=value.text, environment=value.environment, span=span)
    match name, arguments:
        case "with_suffix", [Known(value=str(suffix))]:
            text = posixpath.splitext(value.text)[0] + suffix
            return PathValue(text=text, environment=value.environment, span=span)
        case "with_name", [Known(value=str(last))]:
            return path((PathValue(text=_parent(value.text)), Known(value=last)), span)
        case _:
            return of_machine(f"Path.{name}", span)


def of_machine(name: str, span: Span) -> Unknown:
    """Return why the result of `name` is not known."""
    last = name.rpartition(".")[2]
    if last in _MACHINE or name == "os.getcwd":
        return Unknown(
            reason=f"`{name}` asks the machine that compiles, and its answer differs elsewhere",
            help="write the value itself, or start from `Path(__file__)`",
            span=span,
        )
    return Unknown(
        reason=f"`{name}` is not computed when the flow is compiled",
        help="write the value itself",
        span=span,
    )


def relative(value: Value) -> Folded:
    """Return `value` as it leaves the folding: what lies below ROOT is relative to the root."""
    match value:
        case Known(value=str(text)) | PathValue(text=text) if ROOT in text:
            return _without_root(text, value)
        case Items(items=items):
            return Items(items=tuple(relative(item) for item in items), span=value.span)
        case Table(entries=entries):
            outside = tuple((key, relative(entry)) for key, entry in entries)
            return Table(entries=outside, span=value.span)
        case Known() | Code() | Unknown() | PathValue():
            return settled(value)


def _without_root(text: str, value: Known | PathValue) -> Folded:
    inner = text[len(ROOT) :].lstrip("/")
    if not text.startswith(ROOT) or ROOT in inner:
        return Unknown(
            reason="it holds the path of the project's folder, which differs on every machine",
            help="give a path relative to the project",
            span=value.span,
        )
    found = posixpath.normpath(inner)
    return Known(value=found, environment=value.environment, span=value.span)


def _text(value: Value) -> str:
    match value:
        case Known(value=str(text)) | PathValue(text=text):
            return text
        case _:
            raise AssertionError(value)


def _tidy(text: str) -> str:
    """Return `text` as `pathlib` writes it: `..` stays, `.` and doubled slashes go."""
    parts = [part for part in text.split("/") if part not in ("", ".")]
    start = "/" if text.startswith("/") else ""
    return start + "/".join(parts) or "."


def _parent(text: str) -> str:
    """Return the folder of `text`; above ROOT there are folders whose names are not known."""
    if _is_above(text):
        return f"{text}/.."
    return posixpath.dirname(text) or "."


def _is_above(text: str) -> bool:
    return text == ROOT or (text.startswith(ROOT) and text.endswith("/.."))


def _unnamed(span: Span) -> Unknown:
    return Unknown(
        reason="the name of the project's folder differs from machine to machine",
        help="write the name",
        span=span,
    )
