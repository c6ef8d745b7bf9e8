"""The public names of Metaflow that flowc does not have, and what to use in place of each.

`flowc.refusals` says the same of the same names when a flow is imported; a test keeps them equal.
"""

from __future__ import annotations

INSTEAD = {
    "Runner": "start runs with `flowc run flow.py`, from Python by way of `subprocess`",
    "NBRunner": "write the flow to a file and start it in a cell: `!flowc run flow.py`",
    "Deployer": "`flowc compile flow.py --target argo` writes what the scheduler deploys",
    "NBDeployer": "write the flow to a file and compile it: `!flowc compile flow.py --target argo`",
    "DeployedFlow": "ask the scheduler for what is deployed, and `Flow(name).runs()` for its runs",
    "inspect_spin": "every run is kept whole: open it with `Run('FlowName/1')`",
    "package_sources": "`flowc image` writes the Dockerfile of the image that holds the sources",
    "runner": "start runs with `flowc run flow.py`, from Python by way of `subprocess`",
    "integrations": "post the event to the webhook of Argo Events; `@trigger` starts a flow by it",
    "datastore": "artifacts are read with the client: `Task('FlowName/1/step/0').data`",
    "events": "what started a run is in `current.trigger`",
    "metaflow_config": "settings stand in `[tool.flowc]` of pyproject.toml; see `flowc doctor`",
    "plugins": "it is no part of the language; a decorator of your own registers under the entry"
    " point `flowc.decorators`",
    "util": "it is no part of the language; copy the few lines that you need",
    "airflow_internal": "it was for Metaflow's own use: leave it out",
    "argo_workflows_internal": "it was for Metaflow's own use: leave it out",
    "step_functions_internal": "it was for Metaflow's own use: leave it out",
    "unbounded_test_foreach_internal": "it was for Metaflow's own tests: leave it out",
    "decorators.StepDecorator": "write it with `@user_step_decorator`, or register it under the"
    " entry point `flowc.decorators`",
    "decorators.FlowDecorator": "register it under the entry point `flowc.decorators`",
}
"""Names and modules below `metaflow`; what is said of a module holds for everything in it."""

PROVIDED = frozenset(
    {"plugins.cards", "plugins.datatools", "plugins.namespaced_events", "plugins.parsers"}
    | {"plugins.pypi.parsers"}
)
"""Modules that are there although the one above them is refused."""


def instead_of(name: str) -> str | None:
    """Return what to use for `name`, dotted below `metaflow`; None if it is not refused."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        prefix = ".".join(parts[:end])
        if prefix in PROVIDED:
            return None
        if prefix in INSTEAD:
            return INSTEAD[prefix]
    return None
