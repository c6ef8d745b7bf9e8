"""Runs the step itself, on an instance of the flow, and makes the manifest of what it left."""

from __future__ import annotations

import os
import sys
import time

from runtime_shim.errors import StepError
from runtime_shim.failures import caught
from runtime_shim.flows import load_flow, steps_of
from runtime_shim.parameters import Context, configs, values
from runtime_shim.runs import ensure_run
from runtime_shim.state import State, attributes
from runtime_shim.task import Inputs, make_instance
from runtime_shim.transition import check_transition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.command import StepCommand
    from runtime_shim.failures import CaughtFailure
    from runtime_shim.task import Task

    Manifest = dict[str, Any]


class Step:
    """The step of one attempt; `is_loaded` says whether the flow could be imported."""

    def __init__(self, command: StepCommand, task: Task, inputs: Sequence[Manifest]) -> None:
        """Nothing of the author's is imported yet."""
        self._command = command
        self._task = task
        self._inputs = inputs
        self._flow: type[Any] | None = None
        self._state: State
        self._instance: Any = None

    @property
    def is_loaded(self) -> bool:
        """Say whether there is an instance, so that a catch can commit what it holds."""
        return self._instance is not None

    def run(self, path: str) -> None:
        """Import the flow and call the step; what either raises comes through."""
        flow = self._load(path)
        function = getattr(self._instance, self._task.step, None)
        if function is None:
            raise StepError(f"the flow `{self._task.flow}` has no step `{self._task.step}`")
        if self._task.is_join:
            function(Inputs(flow, self._task, self._inputs))
        else:
            function()

    def give_up(self, path: str, failure: dict[str, Any]) -> Manifest:
        """Return the manifest of a step that failed in every attempt, and was not run in this."""
        self._load(path)
        return self.caught(failure)

    def manifest(self) -> Manifest:
        """Save what the step assigned and return the manifest; raises ArtifactError, StepError."""
        task = self._task
        check_transition(task.step, task.transition, self._command.targets)
        self._save(None)
        self._announce()
        return self._ended()

    def caught(self, failure: dict[str, Any]) -> Manifest:
        """Return the manifest of a step whose failure is caught, with what it assigned so far."""
        self._save(caught(failure))
        self._task.manifest["caught"] = failure
        return self._ended()

    def held(self) -> list[str]:
        """Return the names of the artifacts that the step holds, or was given."""
        if self._instance is None:
            return []
        return sorted({*self._state.refs, *attributes(self._instance)})

    def after(self, failure: dict[str, Any] | None) -> None:
        """Render the step's cards, once the task is committed or has failed."""
        if self._flow is not None and self._instance is not None:
            self._flow._flowc_end(self._instance, failure)  # noqa: SLF001 - the language's own hook

    def _load(self, path: str) -> type[Any]:
        flow = load_flow(path, self._task.flow)
        self._flow = flow
        self._state = self._given(flow)
        self._instance = make_instance(flow, self._state, self._task)
        flow._flowc_begin(self._instance, self._task)  # noqa: SLF001 - the language's own hook
        return flow

    def _given(self, flow: type[Any]) -> State:
        """Return what the step is given: its input's artifacts, or the run's parameters."""
        task = self._task
        if not self._inputs:
            ensure_run(task, flow, steps_of(flow))
            return self._first(flow)
        first = self._inputs[0]
        refs = first["artifacts"]
        if task.is_join:
            refs = {name: refs[name] for name in task.parameters}
        source = f"{task.flow}/{task.run}/{task.manifest['inputs'][0]}"
        return State(task.store, task.flow, refs, source, task.pathspec)

    def _first(self, flow: type[Any]) -> State:
        """Return the state of a run's first task: its parameters and configs, saved."""
        task, settings = self._task, self._task.settings
        folder = os.path.dirname(sys.modules[flow.__module__].__file__ or "")
        context = Context(task.flow, settings.user, folder, settings.configs)
        state = State(task.store, task.flow, {}, task.pathspec, task.pathspec)
        for name, value in values(flow, settings.params, context):
            state.refs[name] = state.saved(name, value)
            task.parameters.append(name)
        for name, value in configs(flow, settings.configs):
            state.refs[name] = state.saved(name, value)
            task.parameters.append(name)
        return state

    def _save(self, failure: CaughtFailure | None) -> None:
        """Save what the step assigned; of a step that failed, what of it can be saved."""
        if self._command.catch:
            vars(self._instance)[self._command.catch] = failure
        held = attributes(self._instance)
        for name in self._task.parameters:
            held.pop(name, None)
        leave_out = failure is not None
        self._task.manifest["artifacts"] = self._state.save(held, leave_out=leave_out)

    def _ended(self) -> Manifest:
        self._task.manifest["end"] = time.time()
        return self._task.manifest

    def _announce(self) -> None:
        """Write down what the step decided, and the items of a foreach."""
        manifest, transition = self._task.manifest, self._task.transition
        if transition is None:
            return
        manifest["next"] = transition.chosen
        manifest["splits"] = transition.splits
        over = transition.over
        if over is None:
            return
        items = None
        if transition.items is not None:
            # The artifact's own ref, if its value is the list: a member of the class has none.
            is_kept = (
                over in manifest["artifacts"] and getattr(self._instance, over) is transition.items
            )
            items = (
                manifest["artifacts"][over]
                if is_kept
                else self._state.saved(over, transition.items)
            )
        manifest["items"] = {"artifact": over, "items": items}
