"""Why an attempt failed: what the shim recorded of it, else what its exit status tells."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from compiler.backends.local.events import Failure
from runtime_shim import layout, records
from runtime_shim.errors import COMMITTED, INPUTS_MISSING, STORE_FAILED, WRONG_COMMAND, ShimError
from runtime_shim.failures import KILLED, failed_record

if TYPE_CHECKING:
    from compiler.backends.local.plan import Plan
    from compiler.backends.local.walk import Job

_STATUSES = {
    COMMITTED: "the task ended, and says that it is done, but not what it decided",
    WRONG_COMMAND: "the task could not be started as it was asked to",
    INPUTS_MISSING: "inputs of the task are missing",
    STORE_FAILED: "the store failed",
}


def failure_of(
    plan: Plan, job: Job, attempt: int | None, status: int, ended: str | None
) -> Failure:
    """Return why the attempt that the store has as `attempt` failed.

    `ended` says why the scheduler ended it, if it did. Where the process could not record anything
    itself, that is recorded here.
    """
    known = None if attempt is None else _recorded(plan, job, attempt)
    if known is not None:
        return known
    failure = Failure(type=KILLED, message=ended or _reason(status), attempt=attempt)
    if attempt is not None:
        _record(plan, job, attempt, failure)
    return failure


def recorded_failure(plan: Plan, job: Job, attempt: int | None) -> Failure | None:
    """Return the failure that the store has of an attempt, None if it has none."""
    return None if attempt is None else _recorded(plan, job, attempt)


def _recorded(plan: Plan, job: Job, attempt: int) -> Failure | None:
    try:
        record = records.read(plan.store, _key(plan, job, attempt, "failed"))
    except ShimError:
        return None
    if record is None:
        return None
    texts = {name: str(record.get(name, "")) for name in ("type", "message", "traceback")}
    return Failure(**texts, attempt=attempt)


def _record(plan: Plan, job: Job, attempt: int, failure: Failure) -> None:
    texts = {"type": failure.type, "message": failure.message, "traceback": ""}
    try:
        began = records.read(plan.store, _key(plan, job, attempt, "start"))
        if began is not None:
            record = failed_record(began, texts)
            records.create(plan.store, _key(plan, job, attempt, "failed"), record)
    except ShimError:
        return  # the store may be what failed


def _key(plan: Plan, job: Job, attempt: int, kind: str) -> str:
    folder = layout.task_key(plan.flow.name, plan.run, job.task.name, job.at)
    return f"{folder}/{attempt}.{kind}.json"


def _reason(status: int) -> str:
    if status < 0:
        return f"the process was ended by {_signal_name(-status)}"
    return _STATUSES.get(status, f"the process ended with status {status}")


def _signal_name(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    hint = ", as it is when memory runs out" if name == "SIGKILL" else ""
    return f"{name}{hint}"
