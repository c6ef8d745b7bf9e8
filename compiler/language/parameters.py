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
from compiler.language.rules_arguments import CONTRADICTORY_ARGUMENTS
from compiler.language.rules_decorators import LEAKED_SECRET
from compiler.language.rules_parameters import UNSUPPORTED_OPTION
from compiler.language.values import Call, Known

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic

__all__ = ["ConfigRequest", "config_request", "include_file", "parameter"]

_OWN = ("name", "default", "type", "help", "required", "show_default", "separator", "multiple")
_PASSED_ON = ("is_flag", "envvar", "metavar", "hidden", "show_envvar", "show_choices")
_REFUSED = (
    *("callback", "cls", "confirmation_prompt", "count", "expose_value", "flag_value"),
    *("hide_input", "is_eager", "nargs", "param_decls", "prompt", "prompt_required"),
    *("shell_complete", "autocompletion"),
)


def parameter(call: Call, attribute: str) -> tuple[Parameter | None, tuple[Diagnostic, ...]]:
    """Return the parameter that `attribute = Parameter(…)` declares; None if it has no name."""
    names = (*_OWN, *_PASSED_ON, *_REFUSED)
    arguments = Arguments(call, f"`{attribute}`", names, first="name")
    name = name_of(arguments, attribute)
    result = None if name is None else _parameter(arguments, name, attribute)
    return result, tuple(arguments.found)


def _parameter(arguments: Arguments, name: str, attribute: str) -> Parameter:
    kind = type_of(arguments)
    default = default_of(arguments, kind)
    if default is None and arguments.flag("is_flag"):
        default = literal(False)
    _refuse_options(arguments)
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
        options=_options(arguments),
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


def _options(arguments: Arguments) -> tuple[tuple[str, Literal], ...]:
    values = ((name, arguments.literal(name)) for name in _PASSED_ON if arguments.given(name))
    return tuple((name, value) for name, value in values if value)


def _refuse_options(arguments: Arguments) -> None:
    for name in _REFUSED:
        if arguments.given(name) and arguments.folded(name) != Known(value=False):
            arguments.report(
                UNSUPPORTED_OPTION,
                f"`{name}` of {arguments.subject} has no meaning where nobody types a command",
                arguments.span(name),
                f"leave out `{name}`, and check the value in the first step",
            )


def _refuse_leak(arguments: Arguments, name: str, default: Literal | Deferred | None) -> None:
    value = default.value if isinstance(default, Literal) else None
    if isinstance(value, str) and (what := secret_by_name(name, value)):
        arguments.report(
            LEAKED_SECRET,
            f"the default of {arguments.subject} looks like {what}",
            arguments.span("default"),
            "take it from a secret of the platform: `@secrets(sources=[…])`",
        )
