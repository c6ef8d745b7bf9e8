"""The steps that a WorkflowTemplate runs, in the order of its DAGs.

{name: train, container: {args: [step, train, --from, ^start, --to, end]}}    step train
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.backends.argo.summary_reading import by_name, table, tables, text, texts
from compiler.backends.argo.summary_settings import settings
from compiler.comparison.summary import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.backends.argo.summary_reading import Document

_INPUT = re.compile(r"\{\{inputs\.parameters\.([\w-]+)\}\}")


def steps(spec: Document) -> Iterator[Step]:
    """Yield each step once, at the first of the tasks that run it."""
    base = text(table(spec, "templateDefaults", "container"), "image")
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


def _leaves(spec: Document) -> Iterator[tuple[Document, Mapping[str, str]]]:
    """Yield the templates that run something, with the arguments of each of their tasks."""
    templates = {text(one, "name"): one for one in tables(spec, "templates")}
    walked = set()
    stack: list[tuple[str, Mapping[str, str]]] = [(text(spec, "entrypoint"), {})]
    while stack:
        name, arguments = stack.pop()
        template = templates.get(name, {})
        if "dag" not in template:
            yield template, arguments
        elif name not in walked:
            walked.add(name)
            tasks = tables(template, "dag", "tasks")
            stack += reversed([(text(one, "template"), _arguments(one)) for one in tasks])


def _arguments(task: Document) -> Mapping[str, str]:
    return by_name(tables(task, "arguments", "parameters"), "value")


def _command(template: Document, arguments: Mapping[str, str]) -> list[str]:
    """Return the shim's arguments, with those of the task in them."""
    return [
        _INPUT.sub(lambda found: arguments.get(found[1], found[0]), word)
        for word in texts(template, "container", "args")
    ]
