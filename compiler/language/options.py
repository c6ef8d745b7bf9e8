"""The options of a run's command line that a parameter may carry, and those it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.language.rules_parameters import UNSUPPORTED_OPTION
from compiler.language.values import Known

if TYPE_CHECKING:
    from compiler.ir.settings import Literal
    from compiler.language.arguments import Arguments

PASSED_ON = ("is_flag", "envvar", "metavar", "hidden", "show_envvar", "show_choices")
IGNORED = ("external_trigger", "external_artifact")
"""What an extension of the language takes, whose flows are public; it asks nothing of a target."""

REFUSED = (
    *("callback", "cls", "confirmation_prompt", "count", "expose_value", "flag_value"),
    *("hide_input", "is_eager", "nargs", "param_decls", "prompt", "prompt_required"),
    *("shell_complete", "autocompletion"),
)


def passed_on(arguments: Arguments) -> tuple[tuple[str, Literal], ...]:
    """Return the options that a run's command line is to have."""
    values = ((name, arguments.literal(name)) for name in PASSED_ON if arguments.given(name))
    return tuple((name, value) for name, value in values if value)


def refuse_options(arguments: Arguments) -> None:
    """Report the options that need a person at a terminal, or code that nobody would call."""
    for name in REFUSED:
        if arguments.given(name) and arguments.folded(name) != Known(value=False):
            arguments.report(
                UNSUPPORTED_OPTION,
                f"`{name}` of {arguments.subject} has no meaning where nobody types a command",
                arguments.span(name),
                f"leave out `{name}`, and check the value in the first step",
            )
