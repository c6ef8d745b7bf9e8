"""Find the transitions between steps in an emitted document: an oracle that knows no IR."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Edge = tuple[str, str, str]


@dataclass(frozen=True)
class Way:
    """A way that leads on from the step `source`; a skipped one is taken if a choice goes on."""

    source: str
    kind: str = "go"
    skipped: bool = False


@dataclass
class Reader:
    """Follows a WorkflowTemplate from `main`, template by template."""

    templates: dict[str, Any]
    edges: set[Edge] = field(default_factory=set)
    running: list[str] = field(default_factory=list)
    heads: dict[str, set[str]] = field(default_factory=dict)

    def run(self, call: dict[str, Any], ways: set[Way]) -> set[Way]:
        template = self.templates[call["template"]]
        if "dag" in template:
            return self.dag(template, ways)
        given = {one["name"]: one["value"] for one in call.get("arguments", {})["parameters"]}
        step, sources = _command(template["container"]["args"], given)
        for name in self.running:
            self.heads.setdefault(name, set()).add(step)
        self.arrive(step, sources, ways)
        return {Way(step)}

    def arrive(self, step: str, sources: set[str], ways: Iterable[Way]) -> None:
        for way in ways:
            if not way.skipped or way.source in sources:
                self.edges.add((way.source, step, way.kind))

    def dag(self, template: dict[str, Any], ways: set[Way]) -> set[Way]:
        ends: dict[str, set[Way]] = {}
        waited: set[str] = set()
        for call in template["dag"]["tasks"]:
            depends = re.findall(r"[\w-]+", call.get("depends", ""))
            waited.update(depends)
            before = set().union(*(ends[name] for name in depends)) if depends else ways
            if call["template"] in {*self.running, template["name"]}:
                self.again(call, before)
                continue
            self.running.append(template["name"])
            ends[call["name"]] = self.called(call, before)
            self.running.pop()
        return set().union(
            *(ways for name, ways in ends.items() if name not in waited_for(template))
        )

    def called(self, call: dict[str, Any], before: set[Way]) -> set[Way]:
        call = {"arguments": {"parameters": []}, **call}
        if "withSequence" in call:
            return self.run(call, {replace(way, kind="foreach") for way in before})
        if "when" not in call:
            return self.run(call, before)
        taken = self.run(call, {replace(way, kind="case") for way in before})
        return taken | {replace(way, kind="case", skipped=True) for way in before}

    def again(self, call: dict[str, Any], before: set[Way]) -> None:
        head = re.search(r"== '(\w+)'", call["when"])
        assert head is not None
        self.edges |= {(way.source, head[1], "again") for way in before if not way.skipped}


def waited_for(template: dict[str, Any]) -> set[str]:
    """Return the tasks of a DAG that another task waits for, other than to go round again."""
    calls = [one for one in template["dag"]["tasks"] if one["template"] != template["name"]]
    return {name for one in calls for name in re.findall(r"[\w-]+", one.get("depends", ""))}


def edges_of(workflow_template: Any) -> set[Edge]:
    """Return (step, step, kind) for each transition; kinds are go, foreach, case and again."""
    templates = {one["name"]: one for one in workflow_template["spec"]["templates"]}
    reader = Reader(templates)
    reader.dag(templates["main"], set())
    return reader.edges


def _command(args: list[str], given: dict[str, str]) -> tuple[str, set[str]]:
    """Return the step of a command, and the steps that its sources name."""
    filled = [re.sub(r"{{inputs\.parameters\.(\w+)}}", lambda m: given[m[1]], one) for one in args]
    sources = filled[filled.index("--from") + 1] if "--from" in filled else ""
    return filled[1], set(re.findall(r"\w+", sources))
