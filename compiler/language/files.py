"""From the IncludeFiles of a flow's class to file parameters of the IR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Deferred, IncludedFile, Literal, Parameter, ParameterType, literal
from compiler.language.arguments import Arguments
from compiler.language.defaults import computed
from compiler.language.naming import name_of
from compiler.language.options import PASSED_ON, passed_on
from compiler.language.values import Call, Code, Known, Unknown

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic

_NAMES = (
    *("name", "default", "required", "is_text", "encoding", "help", "parser", "show_default"),
    *PASSED_ON,
)


def include_file(call: Call, attribute: str) -> tuple[Parameter | None, tuple[Diagnostic, ...]]:
    """Return the file parameter that `attribute = IncludeFile(…)` declares; None if nameless.

    The default is the path of a file, as the frontend folded it.
    """
    arguments = Arguments(call, f"`{attribute}`", _NAMES, first="name")
    name = name_of(arguments, attribute)
    result = None if name is None else _file(arguments, name, attribute)
    return result, tuple(arguments.found)


def _file(arguments: Arguments, name: str, attribute: str) -> Parameter:
    path = _path(arguments)
    is_text = arguments.flag("is_text")
    return Parameter(
        name=name,
        attribute=attribute,
        type=ParameterType.FILE,
        default=path if isinstance(path, Deferred) else None,
        required=bool(arguments.flag("required")) and path is None,
        help=arguments.prose("help"),
        file=IncludedFile(
            path=path if isinstance(path, str) else None,
            is_text=True if is_text is None else is_text,
            encoding=arguments.text("encoding") or "utf-8",
        ),
        options=(*passed_on(arguments), *_parser(arguments)),
        span=arguments.call.span,
    )


def _path(arguments: Arguments) -> str | Deferred | None:
    match arguments.folded("default"):
        case None:
            return None
        case Known(value=str(path)):
            return path
        case Code() | Unknown() as value:
            return computed(arguments, value)
        case _:
            arguments.wrong("default", "the path of a file")
            return None


def _parser(arguments: Arguments) -> tuple[tuple[str, Literal], ...]:
    """Return the dotted name of the parser, which the running task calls."""
    match arguments.folded("parser"):
        case Code(name=str(name)) | Known(value=str(name)):
            return (("parser", literal(name)),)
        case _:
            return ()
