"""Exit hooks: functions of the flow's file, called once a run has ended, as `onExit` of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Outcome
from compiler.names import unique

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Template, WorkflowStep
    from compiler.ir.settings import Hook

# The controller keeps the list as JSON within JSON. A variable takes 128 KiB, and a hook that is to
# report very many failures must still start.
_FAILURES = "{{=len(workflow.failures) > 100000 ? '[]' : fromJSON(workflow.failures)}}"
_CONDITIONS = {
    Outcome.SUCCESS: "'{{workflow.status}}' == 'Succeeded'",
    Outcome.ERROR: "'{{workflow.status}}' != 'Succeeded'",
}


def hook_templates(context: Context) -> list[Template]:
    """Return `on-exit`, which chooses among the hooks by how the run ended, and `exit-hook`."""
    hooks = context.flow.hooks
    if not hooks:
        return []
    names = unique(f"{hook.outcome}-{hook.function}" for hook in hooks)
    steps = {
        name: _step(name, hook)
        for hook in hooks
        for name in [names[f"{hook.outcome}-{hook.function}"]]
    }
    return [{"name": "on-exit", "steps": [list(steps.values())]}, _template(context)]


def _step(name: str, hook: Hook) -> WorkflowStep:
    arguments = {"hook": hook.function, "outcome": hook.outcome.value}
    return {
        "name": name,
        "template": "exit-hook",
        "when": _CONDITIONS[hook.outcome],
        "arguments": {"parameters": [{"name": k, "value": v} for k, v in arguments.items()]},
    }


def _template(context: Context) -> Template:
    """Return the template of every hook; it runs in the image of the first step."""
    first = context.tasks[0].name
    hook, outcome = "{{inputs.parameters.hook}}", "{{inputs.parameters.outcome}}"
    return {
        "name": "exit-hook",
        "inputs": {"parameters": [{"name": "hook"}, {"name": "outcome"}]},
        "container": {
            "image": context.images[first],
            "args": ["hook", hook, "--outcome", outcome],
            "env": [{"name": "FLOWC_FAILURES", "value": _FAILURES}],
        },
    }
