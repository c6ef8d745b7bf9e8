"""Check the names that an author gives: of parameters, variables, secrets and projects.

@environment(vars={"MY VAR": "1"})  # FLC270: no platform can carry a variable `MY VAR`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.nodes import Flow
from compiler.ir.settings import Config, Parameter
from compiler.ir.walk import tasks
from compiler.passes import settings_rules as rules

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SECRET = re.compile(r"[A-Za-z0-9_./+=@:-]+")
_PROJECT = re.compile(r"[a-z0-9_]{1,128}")
_BRANCH = re.compile(r"[a-z0-9_.]{1,128}")
_RESERVED = "FLOWC_"


def check_parameter_names(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each parameter or config whose name another one has."""
    seen: dict[str, Parameter | Config] = {}
    declared: tuple[Parameter | Config, ...] = (*flow.parameters, *flow.configs)
    for given in declared:
        first = seen.setdefault(given.name.lower(), given)
        if first is not given:
            yield Diagnostic(
                rule=rules.REPEATED_PARAMETER,
                message=f"`{given.attribute}` has the same name as `{first.attribute}`",
                span=given.span,
                labels=(Label(span=first.span, text=f"`{first.name}` is declared here"),),
                help=f'give it a name of its own, such as `"{given.attribute}"`',
            )


def check_variable_names(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each environment variable with a name that cannot be used."""
    for variable in (variable for task in tasks(flow.body) for variable in task.environment):
        if not _VARIABLE.fullmatch(variable.name):
            yield Diagnostic(
                rule=rules.MALFORMED_VARIABLE_NAME,
                message=f"no environment variable can be called `{variable.name}`",
                span=variable.span,
                help="use letters, digits and `_`, and begin with no digit",
            )
        elif variable.name.startswith(_RESERVED):
            yield Diagnostic(
                rule=rules.RESERVED_VARIABLE,
                message=f"`{variable.name}` is set for every task by flowc",
                span=variable.span,
                help="choose a name that does not begin with `FLOWC_`",
            )


def check_secret_names(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each secret with a name that none can have."""
    for secret in (secret for task in tasks(flow.body) for secret in task.secrets):
        if not _SECRET.fullmatch(secret.name):
            yield Diagnostic(
                rule=rules.MALFORMED_SECRET_NAME,
                message=f"no secret can be called `{secret.name}`",
                span=secret.span,
                help="give the name that the platform knows the secret by",
            )


def check_project_names(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for a project or branch with a name that schedulers refuse."""
    project = flow.project
    if project is None:
        return
    named = (("project", project.name, _PROJECT), ("branch", project.branch, _BRANCH))
    for what, name, pattern in named:
        if name is not None and not pattern.fullmatch(name):
            mended = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")[:128]
            yield Diagnostic(
                rule=rules.MALFORMED_PROJECT_NAME,
                message=f"no {what} can be called `{name}`",
                span=project.span,
                help=f"use lower-case letters, digits and `_`: `{mended or what}`",
            )
