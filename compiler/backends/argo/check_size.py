"""Check the WorkflowTemplate itself against what a cluster takes: bytes, templates, tasks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.backends.argo.parameters import arguments
from compiler.backends.argo.rules import (
    LARGE_ENVIRONMENT,
    LARGE_TEMPLATE,
    OVERSIZED_TEMPLATE,
    TOO_MANY_TEMPLATES,
)
from compiler.backends.argo.size import MOST_TASKS, MOST_TEMPLATES
from compiler.backends.argo.workflow_template import workflow_template
from compiler.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import EnvVar, Template
    from compiler.source import Span

_LARGE = 400_000
_OVERSIZED = 3 << 20
_LARGEST_VARIABLE = 128 << 10


def check_size(context: Context) -> Iterator[Diagnostic]:
    """Yield what is too large."""
    spec = workflow_template(context)["spec"]
    yield from _bytes(context, len(json.dumps(spec, ensure_ascii=False).encode()))
    yield from _counts(context, spec["templates"])
    yield from _variables(context, [spec["templateDefaults"], *spec["templates"]])


def _bytes(context: Context, size: int) -> Iterator[Diagnostic]:
    if size <= _LARGE:
        return
    yield Diagnostic(
        rule=OVERSIZED_TEMPLATE if size > _OVERSIZED else LARGE_TEMPLATE,
        message=f"the WorkflowTemplate of `{context.flow.name}` takes {size // 1000:,} KB",
        span=context.flow.span,
        help="split the flow in two with `@trigger_on_finish`, or use a foreach for like steps",
    )


def _counts(context: Context, templates: list[Template]) -> Iterator[Diagnostic]:
    tasks = max(len(one["dag"]["tasks"]) for one in templates if "dag" in one)
    if len(templates) > MOST_TEMPLATES or tasks > MOST_TASKS:
        yield Diagnostic(
            rule=TOO_MANY_TEMPLATES,
            message=f"`{context.flow.name}` needs {len(templates)} templates, and Argo takes 200",
            span=context.flow.span,
            help="split the flow in two with `@trigger_on_finish`, or give steps like settings",
        )


def _variables(context: Context, templates: list[Template]) -> Iterator[Diagnostic]:
    for template in templates:
        for variable in template.get("container", {}).get("env", []):
            size = _size(context, variable)
            if size > _LARGEST_VARIABLE:
                yield Diagnostic(
                    rule=LARGE_ENVIRONMENT,
                    message=f"`{variable['name']}` takes {size >> 10} KiB, and Linux takes 128",
                    span=_place(context, template),
                    help="keep the value in a file of the project",
                )


def _size(context: Context, variable: EnvVar) -> int:
    """Return how much of its memory for a process Linux needs for `variable`."""
    name, value = variable["name"], variable.get("value", "")
    if name == "FLOWC_PARAMS":
        value = json.dumps(arguments(context.flow.parameters), ensure_ascii=False)
    return len(f"{name}={value}\0".encode())


def _place(context: Context, template: Template) -> Span:
    names = context.names().steps
    by_template = {names[task.name]: task.span for task in context.tasks}
    return by_template.get(template.get("name", ""), context.flow.span)
