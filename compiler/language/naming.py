"""The names of parameters, files and configurations: how they are given, and which are taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.language.rules_parameters import MALFORMED_PARAMETER_NAME, RESERVED_PARAMETER

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_OPTIONS_OF_RUNS = frozenset(
    {"params", "with", "tag", "namespace", "obj", "tags", "decospecs", "run-id-file"}
    | {"max-num-splits", "max-workers", "max-log-size", "user-namespace", "run-id", "task-id"}
    | {"runner-attribute-file", "help"}
)
_MEMBERS_OF_FLOWS = frozenset(
    {"next", "input", "index", "foreach_stack", "merge_artifacts", "cmd", "script_name"}
)


def name_of(arguments: Arguments, attribute: str) -> str | None:
    """Return the name that the author gave; report that it is missing, malformed or taken."""
    if not arguments.given("name"):
        kind = arguments.call.name
        arguments.missing(
            f"the {kind} `{attribute}` has no name", f'write `{kind}("{attribute}", …)`'
        )
        return None
    name = arguments.text("name")
    if name is not None:
        _check(arguments, name, attribute)
    return name


def _check(arguments: Arguments, name: str, attribute: str) -> None:
    if not _NAME.fullmatch(name):
        arguments.report(
            MALFORMED_PARAMETER_NAME,
            f"`{name}` cannot be the name of a parameter",
            arguments.span("name"),
            f'use letters, digits, `-` and `_`: `"{_mended(name)}"`',
        )
    elif name.replace("_", "-") in _OPTIONS_OF_RUNS:
        _refuse_reserved(arguments, f"`--{name}` is an option of every run", f"{name}-value")
    elif attribute in _MEMBERS_OF_FLOWS:
        _refuse_reserved(arguments, f"every flow has a `self.{attribute}`", f"{attribute}_value")


def _refuse_reserved(arguments: Arguments, problem: str, other: str) -> None:
    arguments.report(
        RESERVED_PARAMETER,
        f"a parameter has a name that is taken: {problem}",
        arguments.span("name"),
        f"choose another name, such as `{other}`",
    )


def _mended(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-") or "value"
