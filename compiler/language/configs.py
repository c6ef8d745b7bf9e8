"""From the Configs of a flow's class to requests for their values; the frontend reads the files."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from compiler.language.arguments import Arguments
from compiler.language.naming import name_of
from compiler.language.values import Call, Code, Folded, Known, Unknown
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic

_NAMES = ("name", "default", "default_value", "help", "required", "parser", "plain", "show_default")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRequest:
    """A declared configuration, before its file is read.

    `path` is the default file, `default_value` the value (or the text for the parser) taken if no
    file is given; an Unknown or Code there stands for either, where it is not known. `parser` is
    the dotted name of the function that reads the text, "" for a function without a name, None if
    none is given.
    """

    name: str
    attribute: str
    path: str | None = None
    default_value: Folded | None = None
    parser: str | None = None
    required: bool = False
    plain: bool = False
    help: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


def config_request(
    call: Call, attribute: str
) -> tuple[ConfigRequest | None, tuple[Diagnostic, ...]]:
    """Return the configuration that `attribute = Config(…)` asks for; None if it has no name."""
    arguments = Arguments(call, f"`{attribute}`" if attribute else "`Config`", _NAMES, first="name")
    name = name_of(arguments, attribute)
    result = None if name is None else _request(arguments, name, attribute)
    return result, tuple(arguments.found)


def _request(arguments: Arguments, name: str, attribute: str) -> ConfigRequest:
    arguments.one_of("default", "default_value")
    path = arguments.folded("default")
    value = arguments.folded("default_value")
    if isinstance(path, Unknown | Code):
        path, value = None, path
    if path is not None and not (isinstance(path, Known) and isinstance(path.value, str)):
        arguments.wrong("default", "the path of a file")
    return ConfigRequest(
        name=name,
        attribute=attribute,
        path=path.value if isinstance(path, Known) and isinstance(path.value, str) else None,
        default_value=value,
        parser=_parser(arguments),
        required=bool(arguments.flag("required")) and path is None and value is None,
        plain=bool(arguments.flag("plain")),
        help=arguments.prose("help"),
        span=arguments.call.span,
    )


def _parser(arguments: Arguments) -> str | None:
    match arguments.folded("parser"):
        case None:
            return None
        case Code(name=name):
            return name
        case Known(value=str(name)):
            return name
        case _:
            return ""
