"""One attempt at a task: find the inputs, run the step, commit; or record why it failed.

manifest there already    →  0, with what it decided
origin has it             →  cloned, 0
step returns              →  committed, 0
step raises               →  recorded, 1; or caught in the last attempt: committed, 0
"""

from __future__ import annotations

import os
import sys
import time

from runtime_shim import layout, records
from runtime_shim.clone import Origin, name_of, try_clone
from runtime_shim.commit import commit, create_own, publish, write_control
from runtime_shim.errors import COMMITTED, RAISED, ShimError, flush, say, tell
from runtime_shim.failures import KILLED, describe, failed_record
from runtime_shim.flows import split_reference
from runtime_shim.limits import limits
from runtime_shim.lineage import Results, find_inputs, frames_of
from runtime_shim.runs import resume_run
from runtime_shim.store.open import open_store
from runtime_shim.task import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.command import Settings, StepCommand
    from runtime_shim.keeper import Keeper
    from runtime_shim.store.base import Store

    Manifest = dict[str, Any]


def run_step(command: StepCommand, settings: Settings) -> int:
    """Run the task that `command` asks for; return the exit status."""
    keeper = _keep_log(settings) if settings.keeps_log else None
    try:
        return _run_step(command, settings, keeper)
    except ShimError as error:
        # Said here, so that the log has it, too.
        tell(error)
        return error.status
    finally:
        flush()
        if keeper is not None:
            keeper.close()


def _run_step(command: StepCommand, settings: Settings, keeper: Keeper | None) -> int:
    path, flow = split_reference(settings.flow)
    store = open_store(settings.store)
    results = Results(store, flow, settings.run)
    done = results.get(command.step, command.path)
    inputs = [] if done else find_inputs(command.sources, command.path, results)
    done = done or _cloned(command, settings, results, inputs, store)
    if done is not None:
        publish(done, command.control)
        return COMMITTED
    task = _begin(command, settings, flow, store, inputs)
    if keeper is not None:
        keeper.keep_under(record_key(task, "log"))
    return _Attempt(command, task, inputs).run(path)


def _cloned(
    command: StepCommand,
    settings: Settings,
    results: Results,
    inputs: Sequence[Manifest],
    store: Store,
) -> Manifest | None:
    if not settings.origin:
        return None
    if not inputs:
        resume_run(store, results.flow, settings)
    origin = Origin(Results(store, results.flow, settings.origin), settings.rerun)
    return try_clone(store, results, origin, (command.step, command.path), inputs)


def _begin(
    command: StepCommand, settings: Settings, flow: str, store: Store, inputs: Sequence[Manifest]
) -> Task:
    """Record that the attempt began, under the first ordinal that is free."""
    facts = {
        "format": layout.TASK_FORMAT,
        "flow": flow,
        "run": settings.run,
        "step": command.step,
        "task": command.at or layout.EMPTY_PATH,
        "uid": os.urandom(16).hex(),
        "attempt": 0,
        "retry": command.attempt,
        "start": time.time(),
        "end": None,
        **_host(settings),
        "inputs": [name_of(found) for found in inputs],
        "frames": frames_of(command.path, inputs),
        "artifacts": {},
        "parameters": inputs[0]["parameters"] if inputs else [],
        "next": None,
        "splits": None,
        "items": None,
        "caught": None,
        "cloned": None,
    }
    task = Task(store, flow, facts, settings, command.attempt)
    task.is_join = command.is_join
    while not create_own(store, record_key(task, "start.json"), facts):
        facts["attempt"] += 1
    if command.control is not None:
        write_control(command.control, "attempt", str(facts["attempt"]))
    return task


def record_key(task: Task, kind: str) -> str:
    """Return the key of what is recorded of the attempt: `start.json`, `failed.json`, `log`."""
    folder = layout.task_key(task.flow, task.run, task.step, task.task)
    return f"{folder}/{task.manifest['attempt']}.{kind}"


def _host(settings: Settings) -> dict[str, Any]:
    return {
        "host": os.uname().nodename if hasattr(os, "uname") else "",
        "python": ".".join(map(str, sys.version_info[:3])),
        "pid": os.getpid(),
        "user": settings.user or None,
    }


def _keep_log(settings: Settings) -> Keeper:
    from runtime_shim.keeper import Keeper

    flush()
    return Keeper(settings.store)


class _Attempt:
    """The attempt, once it is recorded that it began."""

    def __init__(self, command: StepCommand, task: Task, inputs: Sequence[Manifest]) -> None:
        self._command = command
        self._task = task
        self._inputs = inputs

    def run(self, path: str) -> int:
        """Run the step and commit; return the exit status."""
        from runtime_shim.step import Step

        step = Step(self._command, self._task, self._inputs)
        try:
            if self._is_fallback:
                return self._finish(step, step.give_up(path, self._last_failure()))
            with limits(self._command.step, self._command.timeout):
                step.run(path)
                self._check_process()
                manifest = step.manifest()
        except BaseException as error:
            self._check_process(error)
            if isinstance(error, ShimError) and error.status != RAISED:
                self._record(error, step)
                raise
            return self._failed(error, step)
        return self._finish(step, manifest)

    def _check_process(self, error: BaseException | None = None) -> None:
        """End a process that the step has forked and that came back from it: it is no attempt."""
        if os.getpid() != self._task.manifest["pid"]:
            raise error or SystemExit(0)

    @property
    def _is_fallback(self) -> bool:
        """Say whether this attempt is the one that a catch adds, after all others failed."""
        command = self._command
        return command.catch is not None and command.of > 1 and command.attempt >= command.of - 1

    @property
    def _is_last(self) -> bool:
        command = self._command
        return command.catch is not None and command.attempt >= command.of - 2

    def _finish(self, step: Any, manifest: Manifest) -> int:
        try:
            counts = commit(self._task.store, manifest)
        except ShimError as error:
            self._record(error, step)
            raise
        publish(counts, self._command.control)
        if counts is manifest or counts["uid"] == manifest["uid"]:
            step.after(None)
        else:
            tell(_OTHER)
        return COMMITTED

    def _failed(self, error: BaseException, step: Any) -> int:
        failure = self._record(error, step)
        say(failure["traceback"])
        if self._is_last and isinstance(error, Exception) and step.is_loaded:
            return self._finish(step, step.caught(failure))
        done = self._done_by_another()
        if done is not None:
            publish(done, self._command.control)
            tell(_OTHER)
            return COMMITTED
        step.after(failure)
        return RAISED

    def _record(self, error: BaseException, step: Any) -> dict[str, Any]:
        """Record the failure in the store, for the client and for a catch."""
        failure = describe(error)
        record = failed_record(self._task.manifest, failure, step.held())
        try:
            records.create(self._task.store, record_key(self._task, "failed.json"), record)
        except ShimError as problem:
            tell(f"the failure cannot be recorded: {problem}")
        return failure

    def _done_by_another(self) -> Manifest | None:
        """Return the task's result, if another attempt has committed it meanwhile."""
        task = self._task
        try:
            return records.read_manifest(task.store, task.flow, task.run, task.step, task.task)
        except ShimError:
            return None

    def _last_failure(self) -> dict[str, Any]:
        """Return why the attempt before this one failed, if it could record that."""
        task = self._task
        folder = layout.task_key(task.flow, task.run, task.step, task.task)
        ordinals = range(task.manifest["attempt"] - 1, -1, -1)
        keys = [f"{folder}/{ordinal}.failed.json" for ordinal in ordinals]
        for record in records.read_many(task.store, keys):
            if record is not None and record["retry"] == self._command.attempt - 1:
                return {name: record[name] for name in ("type", "message", "traceback")}
        message = f"step `{task.step}` was ended from outside, or its machine failed"
        return {"type": KILLED, "message": message, "traceback": ""}


_OTHER = "another attempt has committed this task: its result counts"
