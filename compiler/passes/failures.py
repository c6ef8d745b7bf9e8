"""Check what is to happen when a step fails: retries, timeouts and catches.

@retry(times=10)                    # FLC264: a task has at most six attempts
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.dataflow import INHERENT
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Task
from compiler.ir.walk import children, last_task, tasks
from compiler.passes import settings_rules as rules

MOST_RETRIES = 4


def check_retries(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each number of retries, or wait, that no scheduler can keep."""
    for task in tasks(flow.body):
        if task.retry is None:
            continue
        if not 0 <= task.retry.times <= MOST_RETRIES:
            yield Diagnostic(
                rule=rules.RETRY_OUT_OF_RANGE,
                message=f"step `{task.name}` is to be tried again {task.retry.times} times",
                span=task.retry.span,
                help=f"`times` can be 0 to {MOST_RETRIES}",
            )
        if task.retry.minutes_between < 0:
            yield Diagnostic(
                rule=rules.RETRY_OUT_OF_RANGE,
                message=f"step `{task.name}` is to wait {task.retry.minutes_between} minutes",
                span=task.retry.span,
                help="`minutes_between_retries` can be 0 or more",
            )


def check_timeouts(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each timeout that leaves no time."""
    for task in tasks(flow.body):
        if task.timeout and task.timeout.seconds <= 0:
            yield Diagnostic(
                rule=rules.TIMEOUT_OUT_OF_RANGE,
                message=f"step `{task.name}` is to end after {task.timeout.seconds} seconds",
                span=task.timeout.span,
                help="give the time that an attempt may take: `@timeout(minutes=10)`",
            )


def check_catch_variables(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each failure that would be stored under a name that is taken."""
    taken = dict.fromkeys(INHERENT, "every flow has it")
    taken |= {task.name: "a step is called so" for task in tasks(flow.body)}
    taken |= {config.attribute: "it is a config" for config in flow.configs}
    taken |= {parameter.attribute: "it is a parameter" for parameter in flow.parameters}
    for task in tasks(flow.body):
        variable = task.catch.var if task.catch else None
        if task.catch and variable and (variable in taken or not variable.isidentifier()):
            problem = taken.get(variable, "it is no name")
            yield Diagnostic(
                rule=rules.TAKEN_CATCH_VARIABLE,
                message=f"a failure cannot be stored as `self.{variable}`: {problem}",
                span=task.catch.span,
                help=f'choose a name of its own: `@catch(var="{task.name}_failure")`',
            )


def check_catch_on_split(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each step that catches, and then starts a foreach or decides."""
    deciders = {decider.name: (decider, node) for decider, node in _deciders(flow.body)}
    for decider, node in deciders.values():
        if decider.catch:
            yield Diagnostic(
                rule=rules.CATCH_ON_SPLIT,
                message=f"step `{decider.name}` has `@catch` and {_deed(node)}",
                span=decider.catch.span,
                labels=(Label(span=node.span, text="decided here"),) if node.span.line else (),
                help="catch in a step before it, and let this one only decide",
            )


def _deciders(body: Block) -> Iterator[tuple[Task, Node]]:
    """Yield the task that starts each map, choice or loop, with that node."""
    stack: list[tuple[Block, Task | None]] = [(body, None)]
    while stack:
        block, before = stack.pop()
        for node in block:
            decider = last_task(node) if isinstance(node, Loop) else before
            if decider and isinstance(node, Map | Choice | Loop):
                yield decider, node
            stack.extend((inner, before) for inner in children(node))
            before = _last(node, before)


def _last(node: Node, before: Task | None) -> Task | None:
    """Return the task that decides what follows `node`, if one can."""
    return None if isinstance(node, Choice) else last_task(node) or before


def _deed(node: Node) -> str:
    if isinstance(node, Map):
        return "starts a foreach"
    return "decides whether to go on" if isinstance(node, Loop) else "chooses a case"
