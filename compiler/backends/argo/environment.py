"""The environment of tasks: what the shim is told, what the author set, references to secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.quoting import environment_value, is_plain
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import EnvFromSource, EnvVar
    from compiler.backends.argo.settings import ArgoSettings
    from compiler.ir.nodes import Task
    from compiler.ir.settings import EnvVar as Variable
    from compiler.ir.settings import Secret


TEMPDIR = "/flowc-tmp"


def run_environment(context: Context) -> list[EnvVar]:
    """Return the variables that every task of a run is given."""
    origin = context.flow.origin
    found: list[EnvVar] = [
        {"name": "FLOWC_FLOW", "value": environment_value(f"{origin.path}:{origin.entrypoint}")},
        _store(context),
        {"name": "FLOWC_RUN", "value": "{{workflow.name}}"},
        {"name": "FLOWC_TARGET", "value": "argo"},
    ]
    project = context.flow.project
    if project:
        stated = {"name": project.name, "branch": project.branch, "production": project.production}
        found.append({"name": "FLOWC_PROJECT", "value": carry_json(stated)})
    if context.flow.tags:
        found.append({"name": "FLOWC_TAGS", "value": carry_json(context.flow.tags)})
    if context.flow.configs:
        values = {config.name: config.value.value for config in context.flow.configs}
        found.append({"name": "FLOWC_CONFIG", "value": carry_json(values)})
    return found


def task_environment(task: Task, context: Context) -> list[EnvVar]:
    """Return the variables of `task` besides those of the run; the first step's parameters."""
    found: list[EnvVar] = []
    if context.flow.parameters and task is context.tasks[0]:
        found.append({"name": "FLOWC_PARAMS", "value": _parameters(context)})
    if task.compute.tmpfs and _is_tempdir(task):
        found.append({"name": "FLOWC_TEMPDIR", "value": tempdir(task)})
    return found + _variables(task.environment, context.settings)


def secret_environment(secrets: Iterable[Secret]) -> list[EnvFromSource]:
    """Return the Secrets whose keys become variables."""
    return [{"secretRef": {"name": secret.name}} for secret in secrets]


def tempdir(task: Task) -> str:
    """Return where the folder in memory of `task` is mounted."""
    return task.compute.tmpfs_path or TEMPDIR


def _is_tempdir(task: Task) -> bool:
    """Say whether temporary files go to the folder in memory, as they do unless told otherwise."""
    options = {option: value.value for _, option, value in task.compute.target_options}
    return options.get("tmpfs_tempdir", True) is not False


def _parameters(context: Context) -> str:
    """Return a reference to all parameters as one JSON text."""
    # A parameter of that name hides the one reference; Argo calls the other, the same, deprecated.
    if any(parameter.name == "json" for parameter in context.flow.parameters):
        return "{{workflow.parameters}}"
    return "{{workflow.parameters.json}}"


def _store(context: Context) -> EnvVar:
    store = context.options.store
    if store is not None:
        return {"name": "FLOWC_STORE", "value": environment_value(store)}
    key: dict[str, str | bool] = {"name": context.settings.store_config_map, "key": "store"}
    return {"name": "FLOWC_STORE", "valueFrom": {"configMapKeyRef": key}}


def _variables(variables: Iterable[Variable], settings: ArgoSettings) -> list[EnvVar]:
    found: list[EnvVar] = []
    carried: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for variable in variables:
        if variable.reference is not None:
            found.append(_reference(variable.name, variable.reference, settings))
            if variable.value is not None:
                defaults[variable.name] = variable.value
        elif is_plain(variable.value or ""):
            value = environment_value(variable.value or "")
            found.append({"name": variable.name, "value": value})
        else:
            carried[variable.name] = variable.value or ""
    if carried:
        found.append({"name": "FLOWC_ENV", "value": carry_json(carried)})
    if defaults:
        found.append({"name": "FLOWC_DEFAULTS", "value": carry_json(defaults)})
    return found


def _reference(name: str, key: str, settings: ArgoSettings) -> EnvVar:
    """Refer to a value that was only known to the shell that compiled, and is likely a secret."""
    secret: dict[str, str | bool] = {"name": settings.env_secret, "key": key, "optional": True}
    return {"name": name, "valueFrom": {"secretKeyRef": secret}}
