"""Say in words what each step becomes on Argo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.workflow_template import templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import DAGTask, Template
    from compiler.ir.nodes import Task


def explain(context: Context) -> list[tuple[str, str]]:
    """Return (step, what it becomes) for each step, in the order of the source."""
    found = templates(context)
    tasks = {task["name"]: (task, one["name"]) for one in found for task in _tasks(one)}
    names = context.names().steps
    return [
        (task.name, ", ".join(_phrases(task, context, *tasks[names[task.name]])))
        for task in context.tasks
    ]


def _tasks(template: Template) -> list[DAGTask]:
    return template["dag"]["tasks"] if "dag" in template else []


def _phrases(task: Task, context: Context, placed: DAGTask, dag: str) -> Iterator[str]:
    invocation = context.invocations[task.name]
    yield f"container template `{placed['template']}` in DAG `{dag}`"
    if "withSequence" in placed:
        yield "once for each item"
    if "when" in placed:
        yield "if it is chosen"
    if invocation.attempts > 1:
        yield f"at most {invocation.attempts} attempts"
    if invocation.splits:
        yield "announces the number of items"
    if invocation.decides:
        yield "announces the step it goes to"
    yield f"image {context.images[task.name]}"
