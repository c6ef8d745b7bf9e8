"""Every rule of the Python frontend, in the order of the codes."""

from __future__ import annotations

from compiler.frontends.python import (
    rules_flows,
    rules_reading,
    rules_transitions,
    rules_values,
)

RULES = tuple(
    sorted(
        (
            *rules_reading.RULES,
            *rules_values.RULES,
            *rules_flows.RULES,
            *rules_transitions.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
