"""From the Parameters of a flow's class to those of the IR.

alpha = Parameter("alpha", default=0.1)     Parameter(name="alpha", type=FLOAT, default=0.1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Deferred, Literal, Parameter, ParameterType, literal
from compiler.language.arguments import Arguments
from compiler.language.configs import ConfigRequest, config_request
from compiler.language.defaults import default_of, type_of
from compiler.language.files import include_file
from compiler.language.leaks import secret_by_name
from compiler.language.naming import name_of
from compiler.language.options import IGNORED, PASSED_ON, REFUSED, passed_on, refuse_options
from compiler.language.rules_arguments import CONTRADICTORY_ARGUMENTS
from compiler.language.rules_decorators import LEAKED_SECRET
from compiler.language.values import Call

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic

__all__ = ["ConfigRequest", "config_request", "include_file", "parameter"]

_OWN = ("name", "default", "type", "help", "required", "show_default", "separator", "multiple")


def parameter(call: Call, attribute: str) -> tuple[Parameter | None, tuple[Diagnostic, ...]]:
    """Return the parameter that `attribute = Parameter(…)` declares; None if it has no name."""
    names = (*_OWN, *PASSED_ON, *IGNORED, *REFUSED)
    arguments = Arguments(call, f"`{attribute}`", names, first="name")
    name = name_of(arguments, attribute)
    result = None if name is None else _parameter(arguments, name, attribute)
    return result, tuple(arguments.found)


def _parameter(arguments: Arguments, name: str, attribute: str) -> Parameter:
    kind = type_of(arguments)
    default = default_of(arguments, kind)
    if default is None and arguments.flag("is_flag"):
        default = literal(False)
    refuse_options(arguments)
    _refuse_leak(arguments, name, default)
    return Parameter(
        name=name,
        attribute=attribute,
        type=kind,
        default=default,
        required=bool(arguments.flag("required")) and default in (None, literal(None)),
        help=arguments.prose("help"),
        separator=_separator(arguments, kind),
        multiple=bool(arguments.flag("multiple")),
        options=passed_on(arguments),
        span=arguments.call.span,
    )


def _separator(arguments: Arguments, kind: ParameterType) -> str | None:
    separator = arguments.text("separator")
    if separator and kind is not ParameterType.STR:
        arguments.report(
            CONTRADICTORY_ARGUMENTS,
            f"{arguments.subject} has a `separator`, and is no text that it could separate",
            arguments.span("separator"),
            "leave out `separator`, or make the parameter a text",
        )
        return None
    return separator or None


def _refuse_leak(arguments: Arguments, name: str, default: Literal | Deferred | None) -> None:
    value = default.value if isinstance(default, Literal) else None
    if isinstance(value, str) and (what := secret_by_name(name, value)):
        arguments.report(
            LEAKED_SECRET,
            f"the default of {arguments.subject} looks like {what}",
            arguments.span("default"),
            "take it from a secret of the platform: `@secrets(sources=[…])`",
        )
