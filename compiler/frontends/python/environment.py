"""Reads variables of the compiling shell, which are an input of the compilation like any file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import rules_values as rules
from compiler.frontends.python.plain import Value, resting_on
from compiler.language.values import Known, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.frontends.python.project import Project
    from compiler.source import Span

READERS = frozenset({"os.environ.get", "os.getenv"})


def read(arguments: Sequence[Value], project: Project, span: Span) -> Value:
    """Return what `os.environ.get(name)` or `os.environ.get(name, default)` gives."""
    match arguments:
        case [Known(value=str(name))]:
            return _read(name, Known(value=None, span=span), project, span)
        case [Known(value=str(name)), default]:
            return _read(name, default, project, span)
        case [Unknown() as unknown, *_]:
            return unknown
        case _:
            return Unknown(reason="the variable's name is not known", span=span)


def demand(name: Value, project: Project, span: Span) -> Value:
    """Return what `os.environ[name]` gives."""
    match name:
        case Known(value=str(text)):
            missing = Unknown(
                reason=f"the environment variable `{text}` is not set",
                help=f'set it: `--env {text}=…`, or give a default: `os.environ.get("{text}", …)`',
                reference=text,
                span=span,
            )
            return _read(text, missing, project, span)
        case Unknown():
            return name
        case _:
            return Unknown(reason="the variable's name is not known", span=span)


def contains(name: Value, project: Project, span: Span) -> Value:
    """Return what `name in os.environ` gives."""
    found = demand(name, project, span)
    match name:
        case Known(value=str(text)):
            is_set = isinstance(found, Known) and found.value is not None
            return Known(value=is_set, environment=(text,), span=span)
        case _:
            return found


def _read(name: str, default: Value, project: Project, span: Span) -> Value:
    environment = project.options.environment
    if environment is None:
        _refuse(name, project, span)
        unset = default.value if isinstance(default, Known) else None
        return Known(value=unset, environment=(name,), reference=name, span=span)
    project.environment_read.add(name)
    given = default.value if isinstance(default, Known) and not default.environment else None
    if name in environment:
        return Known(
            value=environment[name], environment=(name,), reference=name, default=given, span=span
        )
    match default:
        case Known(environment=()):
            return replace(default, environment=(name,), reference=name, default=given, span=span)
        case _:
            return resting_on(default, (name,))


def _refuse(name: str, project: Project, span: Span) -> None:
    """Report the variable; the flow is read on as if it were unset, so that one error is one."""
    project.report(
        Diagnostic(
            rule=rules.HERMETIC_ENVIRONMENT,
            message=f"the flow's definition depends on the environment variable `{name}`",
            span=span,
            help=f"give its value with `--env {name}=…`, or compile without `--hermetic`",
        )
    )
