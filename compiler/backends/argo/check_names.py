"""Check the names that become names of Argo's: the flow's and its parameters'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.backends.argo.naming import LONGEST_CRON_NAME, LONGEST_NAME, cron_name, full_name
from compiler.backends.argo.rules import (
    INVALID_NAME,
    SHORTENED_NAME,
    TOO_MANY_PARAMETERS,
)
from compiler.diagnostics import Diagnostic
from compiler.names import fit, kebab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context

_NAME = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_MOST_PARAMETERS = 500


def check_names(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the names of the flow and its parameters."""
    yield from _given_name(context) if context.options.name else _derived_name(context)
    yield from _parameters(context)


def _given_name(context: Context) -> Iterator[Diagnostic]:
    name = context.options.name or ""
    longest = LONGEST_CRON_NAME if context.flow.schedule else LONGEST_NAME
    if not _NAME.fullmatch(name) or len(name) > longest:
        better = fit(kebab(name), longest)
        yield Diagnostic(
            rule=INVALID_NAME,
            message=f"`{name}` cannot be the name of a workflow on Argo",
            span=context.flow.span,
            help=f"use at most {longest} of `a-z`, `0-9` and `-`: `--name {better}`",
        )


def _derived_name(context: Context) -> Iterator[Diagnostic]:
    full = full_name(context.flow, context.options)
    name = cron_name(context.flow, context.options) if context.flow.schedule else context.name
    if name != full:
        yield Diagnostic(
            rule=SHORTENED_NAME,
            message=f"`{full}` is too long for Argo and becomes `{name}`",
            span=context.flow.span,
            help="give a name with `--name`, or `name = …` in the configuration",
        )


def _parameters(context: Context) -> Iterator[Diagnostic]:
    parameters = context.flow.parameters
    if len(parameters) > _MOST_PARAMETERS:
        yield Diagnostic(
            rule=TOO_MANY_PARAMETERS,
            message=f"`{context.flow.name}` has {len(parameters)} parameters, and Argo takes 500",
            span=parameters[_MOST_PARAMETERS].span,
            help="put several values into one parameter with `type=JSONType`",
        )
