"""The checks of settings, in order: each looks at single steps or at the flow as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import Flow
from compiler.passes.failures import check_catch_variables, check_retries, check_timeouts
from compiler.passes.given_names import (
    check_parameter_names,
    check_project_names,
    check_secret_names,
    check_variable_names,
)
from compiler.passes.schedules import (
    check_cron,
    check_supplied_parameters,
    check_timezone,
    check_trigger_parameters,
)

SETTINGS_CHECKS: tuple[Callable[[Flow], Iterator[Diagnostic]], ...] = (
    check_parameter_names,
    check_supplied_parameters,
    check_cron,
    check_timezone,
    check_trigger_parameters,
    check_retries,
    check_timeouts,
    check_catch_variables,
    check_variable_names,
    check_secret_names,
    check_project_names,
)
