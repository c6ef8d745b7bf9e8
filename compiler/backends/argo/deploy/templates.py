"""Which step and path a node of a run is: read from the templates that the run was started with.

A node of Argo names its template and the arguments that this was called with, if it was called. A
node that was skipped never was: its arguments are worked out from the DAG that it belongs to.

template train     args: [step, train, --from, start, …, --at, "{{inputs.parameters.at}}"]
node train(2:2)    inputs: at = 2                                            → train, 2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Object = dict[str, Any]

EMPTY_PATH = "0"
"""The empty path, as the store spells it (`runtime_shim.layout`)."""

_INPUT = re.compile(r"\{\{inputs\.parameters\.([\w-]+)\}\}")


class Templates:
    """The templates of a run, by name."""

    def __init__(self, spec: Object) -> None:
        """Take them from the spec of a WorkflowTemplate."""
        self._by_name: dict[str, Object] = {one["name"]: one for one in spec.get("templates") or []}

    def step(self, template: str, inputs: Mapping[str, str]) -> str | None:
        """Return the step that a template runs if it is called so; None if it runs none."""
        args = self._by_name.get(template, {}).get("container", {}).get("args") or []
        return filled(args[1], inputs) if args[:1] == ["step"] and len(args) > 1 else None

    def order(self) -> list[str]:
        """Return the steps in the order of the flow."""
        own = [self.step(name, {}) for name in self._by_name]
        shared = [
            self.step(call["template"], _arguments(call))
            for template in self._by_name.values()
            for call in _calls(template)
        ]
        return [step for step in dict.fromkeys((*own, *shared)) if step and "{{" not in step]

    def skipped(self, node: Object, boundary: Object | None) -> Iterator[tuple[str, str]]:
        """Yield the step and path of each task that a node which was not run stands for."""
        around = inputs_of(boundary) if boundary else {}
        name = (boundary or {}).get("templateName", "")
        for call in _calls(self._by_name.get(name, {})):
            if call["name"] == node.get("displayName"):
                yield from self._tasks(call, around, ())

    def _tasks(
        self, call: Object, around: Mapping[str, str], within: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Yield the tasks of a call; those of a map that never began have no number."""
        template = call["template"]
        if "withSequence" in call or template in within:
            return
        inputs = {name: filled(text, around) for name, text in _arguments(call).items()}
        step = self.step(template, inputs)
        if step is not None:
            yield step, inputs.get("at", EMPTY_PATH)
            return
        for inner in _calls(self._by_name.get(template, {})):
            yield from self._tasks(inner, inputs, (*within, template))


def inputs_of(node: Object) -> dict[str, str]:
    """Return the arguments that a node's template was called with."""
    listed = (node.get("inputs") or {}).get("parameters") or []
    return {one["name"]: str(one.get("value", "")) for one in listed}


def filled(text: str, inputs: Mapping[str, str]) -> str:
    """Return `text` with the arguments in their places."""
    return _INPUT.sub(lambda found: inputs.get(found[1], found[0]), text)


def _calls(template: Object) -> list[Object]:
    return template.get("dag", {}).get("tasks") or []


def _arguments(call: Object) -> dict[str, str]:
    listed = call.get("arguments", {}).get("parameters") or []
    return {one["name"]: str(one.get("value", "")) for one in listed}
