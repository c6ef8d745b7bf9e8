"""The environment variables of a step, from `@environment(vars={…})`.

{"MODE": "careful"}                     EnvVar(name="MODE", value="careful")
{"TOKEN": os.environ.get("TOKEN")}      EnvVar(name="TOKEN", reference="TOKEN")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import EnvVar
from compiler.language.leaks import secret_by_name
from compiler.language.literals import code_reason, shown
from compiler.language.rules_arguments import UNKNOWN_VALUE, WRONG_ARGUMENT_TYPE
from compiler.language.rules_decorators import LEAKED_SECRET, UNWRITABLE_VALUE
from compiler.language.values import Code, Folded, Known, Table, Unknown

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments
    from compiler.source import Span


def environment_of(arguments: Arguments, *, bake: bool) -> tuple[EnvVar, ...]:
    """Return the variables in the order of the source.

    A value that is one variable of the compiling shell is a reference, with the default that the
    source gives, unless `bake` asks for its value to be written out.
    """
    table = arguments.value("vars")
    if table is None:
        return ()
    if not isinstance(table, Table):
        arguments.wrong("vars", "a dict of names and values")
        return ()
    variables = (_variable(arguments, key, value, bake=bake) for key, value in table.entries)
    return tuple(variable for variable in variables if variable)


def _variable(arguments: Arguments, key: Known, value: Folded, *, bake: bool) -> EnvVar | None:
    span = arguments.span("vars", value)
    if not isinstance(key.value, str):
        _refuse_type(arguments, shown(key), "the name of a variable", key.span)
        return None
    name = key.value
    if isinstance(value, Unknown) and value.reference is not None:
        return EnvVar(name=name, reference=value.reference, span=span)
    if isinstance(value, Unknown | Code):
        _refuse_unknown(arguments, name, value, span)
        return None
    if not isinstance(value, Known) or isinstance(value.value, bytes):
        _refuse_type(arguments, f"the value of `{name}`", "a text", span)
        return None
    return _known(arguments, name, value, bake=bake)


def _known(arguments: Arguments, name: str, value: Known, *, bake: bool) -> EnvVar | None:
    span = arguments.span("vars", value)
    if value.reference is not None and (not bake or value.value is None):
        given = None if value.default is None else str(value.default)
        return EnvVar(name=name, value=given, reference=value.reference, span=span)
    # A number or a truth that was made of a variable gives no token away.
    if value.environment and isinstance(value.value, str) and not bake:
        _refuse_mixture(arguments, name, value, span)
        return None
    text = str(value.value)
    if not value.environment and (what := secret_by_name(name, text)):
        _refuse_leak(arguments, name, what, span)
    return EnvVar(name=name, value=text, span=span)


def _refuse_type(arguments: Arguments, what: str, wanted: str, span: Span) -> None:
    arguments.report(
        WRONG_ARGUMENT_TYPE,
        f"{what} in `vars` of {arguments.subject} is not {wanted}",
        span if span.line else arguments.span("vars"),
        "names and values are texts; use `json.dumps` for lists and dicts",
    )


def _refuse_unknown(arguments: Arguments, name: str, value: Unknown | Code, span: Span) -> None:
    reason = value.reason if isinstance(value, Unknown) else code_reason(value)
    advice = value.help if isinstance(value, Unknown) else ""
    arguments.report(
        UNKNOWN_VALUE,
        f"the value of `{name}` in `vars` of {arguments.subject} is not known: {reason}",
        span,
        advice or f'hand on a variable, `"{name}": os.environ.get("{name}")`, or a constant',
        arguments.origin("vars", value),
    )


def _refuse_mixture(arguments: Arguments, name: str, value: Known, span: Span) -> None:
    variables = ", ".join(f"`{variable}`" for variable in value.environment)
    first = value.environment[0]
    arguments.report(
        UNWRITABLE_VALUE,
        f"the value of `{name}` is made from {variables} of the compiling shell, and more",
        span,
        f'hand on the variable alone, `"{first}": os.environ.get("{first}")`',
    )


def _refuse_leak(arguments: Arguments, name: str, what: str, span: Span) -> None:
    arguments.report(
        LEAKED_SECRET,
        f"the value of `{name}` looks like {what}",
        span,
        f'take it from the environment, `"{name}": os.environ.get("{name}")`, or from `@secrets`',
    )
