"""What flow authors import: the flow, its steps and parameters, and the decorators on them.

    from flowc import FlowSpec, Parameter, retry, step

Nothing is checked here: `flowc check` does that, and reads the file without importing it.
"""

from __future__ import annotations

from flowc.current import current
from flowc.decorators import (
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
from flowc.parameters import Config, IncludeFile, JSONType, Parameter, config_expr

__all__ = [
    "Config",
    "FlowSpec",
    "IncludeFile",
    "JSONType",
    "Parameter",
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
    "resources",
    "retry",
    "schedule",
    "secrets",
    "step",
    "timeout",
    "titus",
    "trigger",
    "trigger_on_finish",
]
