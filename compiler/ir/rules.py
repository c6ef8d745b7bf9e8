"""All rules about the graph of a flow and its structure, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.join_rules import JOIN_RULES
from compiler.ir.loop_rules import LOOP_RULES
from compiler.ir.step_rules import STEP_RULES

if TYPE_CHECKING:
    from compiler.diagnostics import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted((*STEP_RULES, *JOIN_RULES, *LOOP_RULES), key=lambda rule: rule.code)
)
