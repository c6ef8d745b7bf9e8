"""What flow authors import: the flow, its steps and parameters, decorators, and the client.

    from flowc import FlowSpec, Parameter, retry, step

Nothing is checked here: `flowc check` does that, and reads the file without importing it. What
most flows do without (the client, cards, S3 …) is imported when its name is first asked for.
"""

from __future__ import annotations

from flowc import alias
from flowc.current import current
from flowc.decorators import (
    airflow_external_task_sensor,
    airflow_s3_key_sensor,
    batch,
    card,
    catch,
    conda,
    conda_base,
    environment,
    exit_hook,
    kubernetes,
    parallel,
    project,
    pypi,
    pypi_base,
    pytorch_parallel,
    resources,
    retry,
    schedule,
    secrets,
    timeout,
    titus,
    trigger,
    trigger_on_finish,
)
from flowc.flowspec import FlowSpec, step
from flowc.parameters import (
    Config,
    ConfigValue,
    IncludeFile,
    JSONType,
    JSONTypeClass,
    Parameter,
    config_expr,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from flowc.client import DataArtifact as DataArtifact
    from flowc.client import Flow as Flow
    from flowc.client import Metaflow as Metaflow
    from flowc.client import Run as Run
    from flowc.client import Step as Step
    from flowc.client import Task as Task
    from flowc.client import default_metadata as default_metadata
    from flowc.client import default_namespace as default_namespace
    from flowc.client import get_metadata as get_metadata
    from flowc.client import get_namespace as get_namespace
    from flowc.client import metadata as metadata
    from flowc.client import namespace as namespace
    from flowc.custom import FlowMutator as FlowMutator
    from flowc.custom import StepMutator as StepMutator
    from flowc.custom import UserStepDecorator as UserStepDecorator
    from flowc.custom import user_step_decorator as user_step_decorator
    from flowc.event_names import namespaced_event_name as namespaced_event_name
    from flowc.multicore import parallel_imap_unordered as parallel_imap_unordered
    from flowc.multicore import parallel_map as parallel_map
    from flowc.profiling import profile as profile
    from flowc.s3 import S3 as S3

_LATER = {
    **dict.fromkeys(("DataArtifact", "Flow", "Metaflow", "Run", "Step", "Task"), "flowc.client"),
    **dict.fromkeys(("default_metadata", "get_metadata", "metadata"), "flowc.client"),
    **dict.fromkeys(("default_namespace", "get_namespace", "namespace"), "flowc.client"),
    "S3": "flowc.s3",
    **dict.fromkeys(("parallel_imap_unordered", "parallel_map"), "flowc.multicore"),
    **dict.fromkeys(("FlowMutator", "StepMutator", "UserStepDecorator"), "flowc.custom"),
    **dict.fromkeys(("USER_SKIP_STEP", "user_step_decorator"), "flowc.custom"),
    "profile": "flowc.profiling",
    **dict.fromkeys(("pyproject_toml_parser", "requirements_txt_parser"), "flowc.parsers"),
    **dict.fromkeys(("conda_environment_yml_parser", "yaml_parser"), "flowc.parsers"),
    "namespaced_event_name": "flowc.event_names",
}
"""The module that each name is imported from when it is first asked for."""

_MODULES = frozenset(
    {"cards", "client", "datatools", "decorators", "exception", "flowspec", "includefile"}
    | {"parameters", "plugins", "user_configs", "user_decorators"}
)
"""The modules that are attributes of the package without an import of their own."""

__all__ = [  # noqa: PLE0604 - names, all of them
    "Config",
    "ConfigValue",
    "FlowSpec",
    "IncludeFile",
    "JSONType",
    "JSONTypeClass",
    "Parameter",
    "airflow_external_task_sensor",
    "airflow_s3_key_sensor",
    "batch",
    "card",
    "catch",
    "conda",
    "conda_base",
    "config_expr",
    "current",
    "environment",
    "exit_hook",
    "kubernetes",
    "parallel",
    "project",
    "pypi",
    "pypi_base",
    "pytorch_parallel",
    "resources",
    "retry",
    "schedule",
    "secrets",
    "step",
    "timeout",
    "titus",
    "trigger",
    "trigger_on_finish",
    *_LATER,
]


def __getattr__(name: str) -> Any:
    """Import what is asked for; raises AttributeError that says what to use instead."""
    if name.startswith("__"):
        raise AttributeError(f"module `flowc` has no attribute `{name}`")
    if name in _MODULES:
        return alias.module_of(name)
    from importlib import import_module  # noqa: PLC0415 - loaded long since

    found = (
        getattr(import_module(_LATER[name]), name)
        if name in _LATER
        else import_module("flowc.decorators").registered(name)
    )
    if found is None:
        raise AttributeError(alias.refusal(name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})


alias.explain()
