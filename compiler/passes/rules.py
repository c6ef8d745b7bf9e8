"""All rules about a flow as a whole: its artifacts and its settings."""

from __future__ import annotations

from compiler.diagnostics import Rule
from compiler.passes import artifact_rules, settings_rules

RULES: tuple[Rule, ...] = (*artifact_rules.RULES, *settings_rules.RULES)
