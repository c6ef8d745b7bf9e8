"""The names of a flow's documents and templates: those of the author, as Kubernetes takes them."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.ir.walk import tasks
from compiler.names import fit, kebab, unique
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.base import Options
    from compiler.ir.nodes import Flow

# `generateName` adds six characters, and the name of a run must fit into a label (63).
LONGEST_NAME = 57
# A CronWorkflow adds eleven characters to its own name for each run's.
LONGEST_CRON_NAME = 52
LONGEST_STEP = 100
# Templates that flowc makes, and words of the language in which `depends` is written.
RESERVED = frozenset(
    (
        *("main", "on-exit", "exit-hook"),
        *("true", "false", "nil", "in", "not", "and", "or", "let", "if", "else"),
        *("matches", "contains"),
    )
)


@dataclass(slots=True, kw_only=True)
class Names:
    """Names of templates: one for each step, and `fresh` ones that are unlike any other."""

    steps: Mapping[str, str]
    taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def fresh(self, wanted: str) -> str:
        """Return `wanted`, with a number if the name is taken, and take it."""
        name = fit(wanted, LONGEST_STEP)
        if name not in self.taken:
            return self._take(name)
        self._numbers.setdefault(name, 1)
        return self.numbered(name)

    def numbered(self, wanted: str) -> str:
        """Return `wanted` with the next number that gives a new name, and take it."""
        number = self._numbers.get(wanted, 0) + 1
        while f"{wanted}-{number}" in self.taken:
            number += 1
        self._numbers[wanted] = number
        return self._take(f"{wanted}-{number}")

    def _take(self, name: str) -> str:
        self.taken.add(name)
        return name


def template_names(flow: Flow) -> Names:
    """Return names for the templates of the steps of `flow`."""
    wanted = {task.name: _spelling(task.name) for task in tasks(flow.body)}
    found = unique(wanted.values(), LONGEST_STEP, RESERVED)
    steps = {name: found[spelling] for name, spelling in wanted.items()}
    return Names(steps=steps, taken={*steps.values(), *RESERVED})


def _spelling(step: str) -> str:
    """Return the name of a step with a letter in front; Argo refuses tasks named like `1st`."""
    return step if kebab(step)[0].isalpha() else f"step_{step}"


def full_name(flow: Flow, options: Options) -> str:
    """Return the name that the documents should have, however long it is."""
    if options.name:
        return options.name
    project = flow.project
    if project is None:
        return kebab(flow.name)
    branch = project.branch or ("prod" if project.production else "")
    return kebab("-".join(filter(None, [project.name, branch, kebab(flow.name)])))


def workflow_name(flow: Flow, options: Options) -> str:
    """Return the name of the WorkflowTemplate and the Sensor."""
    return fit(full_name(flow, options), LONGEST_NAME)


def cron_name(flow: Flow, options: Options) -> str:
    """Return the name of the CronWorkflow."""
    return fit(full_name(flow, options), LONGEST_CRON_NAME)


def label_value(text: str) -> str:
    """Return `text` as the value of a label: at most 63 of letters, digits, `_`, `-` and `.`."""
    return fit(re.sub(r"[^A-Za-z0-9_.-]+", "-", text), 63).strip("-_.")
