"""The environment of tasks: what the shim is told, and the variables that the author set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.local.plan import Isolation
from compiler.ir.walk import tasks
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.local.plan import Plan
    from compiler.ir.nodes import Task

TARGET = "local"
_OF_A_TASK = (
    *("FLOWC_FLOW", "FLOWC_STORE", "FLOWC_RUN", "FLOWC_PARAMS", "FLOWC_CONFIG", "FLOWC_PROJECT"),
    *("FLOWC_ENV", "FLOWC_DEFAULTS", "FLOWC_TEMPDIR", "FLOWC_FAILURES", "FLOWC_CARDS"),
    *("FLOWC_TARGET", "FLOWC_TAGS", "FLOWC_ORIGIN", "FLOWC_RERUN", "FLOWC_LOG"),
)


def outside(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` without what belongs to a task, for a run that a task starts."""
    return {name: value for name, value in environ.items() if name not in _OF_A_TASK}


def run_environment(plan: Plan) -> dict[str, str]:
    """Return the variables that every task of the run is given."""
    flow = plan.flow
    found = {
        **plan.variables,
        "FLOWC_FLOW": f"{plan.path}:{flow.origin.entrypoint}",
        "FLOWC_STORE": plan.store.url,
        "FLOWC_RUN": plan.run,
        "FLOWC_USER": plan.user,
        "FLOWC_TARGET": TARGET,
    }
    if plan.settings.isolation is not Isolation.PROCESS:
        found["FLOWC_LOG"] = "none"
    if plan.tags:
        found["FLOWC_TAGS"] = carry_json(plan.tags)
    if flow.configs:
        values = {config.name: config.value.value for config in flow.configs}
        found["FLOWC_CONFIG"] = carry_json(values)
    if flow.project:
        project = flow.project
        stated = {"name": project.name, "branch": project.branch, "production": project.production}
        found["FLOWC_PROJECT"] = carry_json(stated)
    if plan.origin:
        found |= {"FLOWC_ORIGIN": plan.origin, "FLOWC_RERUN": carry_json(plan.rerun)}
    return found


def step_environment(plan: Plan) -> dict[str, dict[str, str]]:
    """Return the variables of each step that has some of its own: those that the author set."""
    found = {task.name: _variables(task, plan.environ) for task in tasks(plan.flow.body)}
    return {step: variables for step, variables in found.items() if variables}


def module_folder(plan: Plan) -> str:
    """Return the folder of modules besides the flow's own: the project's root, if it is another."""
    return "" if plan.root == plan.path.parent else str(plan.root)


def cards_of(task: Task) -> str:
    """Return the cards of a step as the shim is told of them."""
    return carry_json(
        [
            {"type": card.type, "id": card.id, "options": {k: v.value for k, v in card.options}}
            for card in task.cards
        ]
    )


def _variables(task: Task, environ: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for variable in task.environment:
        value = variable.value
        if variable.reference is not None:
            value = environ.get(variable.reference, value)
        if value is not None and environ.get(variable.name) != value:
            found[variable.name] = value
    return found
