"""Every rule of every part, by its code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from compiler.registry import backend, backend_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.diagnostics import Rule

MODULES = (
    "compiler.frontends.python.rules",
    "compiler.language.rules",
    "compiler.config.rules",
    "compiler.cli.rules",
    "compiler.ir.rules",
    "compiler.passes.rules",
    "compiler.backends.local.rules",
)


def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes; raises ValueError on a clash."""
    rules = [rule for module in MODULES for rule in import_module(module).RULES]
    for name in backend_names():
        found = backend(name)
        rules += found.rules if found else ()
    catalogue: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        if catalogue.setdefault(rule.code, rule) != rule:
            raise ValueError(f"{rule.code} is both {rule.slug} and {catalogue[rule.code].slug}")
    return catalogue
