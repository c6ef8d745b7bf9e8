"""The steps that a WorkflowTemplate runs, in the order of its DAGs.

{name: train, container: {args: [step, train, --from, ^start, --to, end]}}    step train
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.summary_settings import settings
from compiler.comparison.summary import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INPUT = re.compile(r"\{\{inputs\.parameters\.([\w-]+)\}\}")

_Template = dict[str, Any]


def steps(spec: Mapping[str, Any]) -> Iterator[Step]:
    """Yield each step once, at the first of the tasks that run it."""
    container = (spec.get("templateDefaults") or {}).get("container") or {}
    base = str(container.get("image") or "")
    seen = set()
    for template, arguments in _leaves(spec):
        words = _command(template, arguments)
        if words[:1] != ["step"] or len(words) < 2 or words[1] in seen:
            continue
        seen.add(words[1])
        options = dict(zip(words[2::2], words[3::2], strict=False))
        yield Step(
            name=words[1],
            sources=options.get("--from", ""),
            targets=options.get("--to", ""),
            settings=settings(template, options, base),
        )


def _leaves(spec: Mapping[str, Any]) -> Iterator[tuple[_Template, Mapping[str, str]]]:
    """Yield the templates that run something, with the arguments of each of their tasks."""
    by_name = {one.get("name"): one for one in spec.get("templates") or ()}
    walked = set()
    stack: list[tuple[Any, Mapping[str, str]]] = [(spec.get("entrypoint"), {})]
    while stack:
        name, arguments = stack.pop()
        template = by_name.get(name, {})
        if "dag" not in template:
            yield template, arguments
        elif name not in walked:
            walked.add(name)
            tasks = (template["dag"] or {}).get("tasks") or ()
            stack += reversed([(one.get("template"), _arguments(one)) for one in tasks])


def _arguments(task: Mapping[str, Any]) -> Mapping[str, str]:
    listed = (task.get("arguments") or {}).get("parameters") or ()
    return {str(one.get("name")): str(one.get("value")) for one in listed}


def _command(template: _Template, arguments: Mapping[str, str]) -> list[str]:
    """Return the shim's arguments, with those of the task in them."""
    given = (template.get("container") or {}).get("args") or ()
    return [_INPUT.sub(lambda found: arguments.get(found[1], found[0]), str(one)) for one in given]
