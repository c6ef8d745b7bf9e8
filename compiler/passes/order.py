"""Every check, in the order in which they run; those of settings need no structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import Flow
from compiler.passes import settings
from compiler.passes.artifacts import check_artifacts, check_assigned_names, check_never_assigned
from compiler.passes.failures import check_catch_on_split

Check = Callable[[Flow], Iterable[Diagnostic]]

SETTINGS_CHECKS: tuple[Check, ...] = (check_assigned_names, *settings.SETTINGS_CHECKS)
"""Checks of single steps and of the flow's own settings: also for a flow without structure."""

DRAFT_CHECKS: tuple[Check, ...] = (check_never_assigned,)
"""Checks of a flow whose graph makes no blocks, in place of those of `FLOW_CHECKS`."""

FLOW_CHECKS: tuple[Check, ...] = (check_artifacts, check_catch_on_split)
"""Checks that follow the flow from step to step."""
