"""What a deployer is: it puts compiled files on a service, starts runs there, and reports on them.

A backend compiles without a network; its deployer is the one part that talks to a service. What a
service cannot do, its deployer says: `CannotDo` with the reason.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compiler.backends.base import Options, OutputFile
    from compiler.ir.nodes import Flow


class DeployError(Exception):
    """The service refused, or was not reached; `help` says what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - as in diagnostics
        """Keep what is said to the user."""
        super().__init__(message)
        self.help = help


class CannotDo(DeployError):
    """The target has no such operation, for the reason given."""


class NotFound(DeployError):
    """There is no such deployment, run or task on the service."""


class Unacceptable(DeployError):
    """What is asked for cannot be, whatever the service says to it: nothing was sent."""


class Conflicted(DeployError):
    """Others have set fields that deploying would set otherwise: nothing was changed.

    `changes` are what `plan` returns.
    """

    def __init__(self, message: str, changes: Sequence[Change], help: str = "") -> None:  # noqa: A002
        """Keep the changes that were not made."""
        super().__init__(message, help)
        self.changes = changes


class Phase(StrEnum):
    """How a run, or a task of one, stands."""

    PENDING = "pending"
    RUNNING = "running"
    SUSPENDED = "suspended"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def is_final(self) -> bool:
        """Say whether nothing comes after it."""
        return self in {Phase.SUCCEEDED, Phase.FAILED, Phase.SKIPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A compiled flow that is to be deployed under `name`; `flow` is the name of its class."""

    flow: str
    name: str
    files: tuple[OutputFile, ...]


class Action(StrEnum):
    """What deploying does with one object of the service."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    NONE = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that somebody else (`manager`) has set, and that deploying would set otherwise."""

    field: str
    manager: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What deploying does with one object; `before` and `after` are its text, "" if there is none.

    `documents` are the two as the service has them, by its own names. What the service adds by
    itself (times, versions, who set what) is in neither.
    """

    action: Action
    kind: str
    name: str
    before: str = ""
    after: str = ""
    documents: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None] = (None, None)
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStatus:
    """How a task of a run stands: times are in seconds since 1970, `attempts` counts from 1.

    `path` is as in the store: "2.~1", "0" for the empty one.
    """

    step: str
    path: str
    phase: Phase
    started: float | None = None
    ended: float | None = None
    attempts: int = 1
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """How a run stands; `url` opens it in the service's own pages, "" if none is configured.

    `has_tasks` is False if the service knows nothing of the tasks: the store does, then.
    """

    run: str
    flow: str
    deployment: str
    phase: Phase
    message: str = ""
    created: float | None = None
    started: float | None = None
    ended: float | None = None
    parameters: Mapping[str, str]
    tasks: tuple[TaskStatus, ...] = ()
    url: str = ""
    has_tasks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentStatus:
    """A flow that is deployed; `schedule` is "" if it has none.

    `parameters` are the texts of the defaults, None of those that have to be given; `tags` are what
    the flow's author tags each run with.
    """

    name: str
    flow: str
    digest: str
    created: float | None = None
    schedule: str = ""
    is_suspended: bool = False
    url: str = ""
    parameters: Mapping[str, str | None] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """A run to start: parameters as the texts that travel (`runtime_shim.protocol`).

    Without `run` the service names it. `variables` are of the task protocol and hold for every task
    of the run (`FLOWC_ORIGIN`, `FLOWC_RERUN`, `FLOWC_TAGS`).
    """

    deployment: str
    parameters: Mapping[str, str]
    run: str | None = None
    variables: Mapping[str, str]
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A run that was started now, or (`is_new` is False) by an earlier, equal request."""

    run: str
    is_new: bool
    url: str = ""


class Deployer(Protocol):
    """Acts on one service. Every method raises DeployError, CannotDo where there is no such thing.

    `place` says where it acts, to be shown: "namespace flows of https://10.0.0.1". `identity` tells
    that from all other places, and is the same for everybody, however they reach it.
    """

    place: str
    identity: str

    def store(self) -> str | None:
        """Return the place of artifacts that the platform gives to flows without their own."""
        ...

    def plan(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        """Return what `deploy` would do, asked of the service and changing nothing there."""
        ...

    def deploy(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        """Put `release` there, remove what it no longer has; `force` takes others' fields over.

        Raises Conflicted, having changed nothing, if there are such fields and no `force`.
        """
        ...

    def deployments(self) -> Sequence[DeploymentStatus]:
        """Return the flows that are deployed, by name."""
        ...

    def remove(self, name: str) -> Sequence[Change]:
        """Remove a deployed flow: all of its objects, but not its runs."""
        ...

    def set_schedule(self, name: str, *, suspended: bool) -> None:
        """Switch the schedule of a deployed flow off or on."""
        ...

    def trigger(self, request: RunRequest) -> Started:
        """Start a run; the same `run` twice starts one."""
        ...

    def runs(self, deployment: str | None = None, limit: int = 20) -> Sequence[RunStatus]:
        """Return the latest runs, newest first, without their tasks."""
        ...

    def status(self, run: str) -> RunStatus | None:
        """Return how a run stands, with its tasks; None if the service has forgotten it."""
        ...

    def logs(self, run: str, step: str, path: str, *, follow: bool = False) -> Iterator[str]:
        """Yield the lines that the latest attempt of a task printed, if the service has them."""
        ...

    def terminate(self, run: str) -> None:
        """End a run now; what is done in it stays."""
        ...

    def suspend(self, run: str) -> None:
        """Let a run start no further tasks."""
        ...

    def unsuspend(self, run: str) -> None:
        """Let a suspended run go on."""
        ...

    def delete_run(self, run: str) -> None:
        """Remove what the service keeps of a run; its artifacts stay in the store."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionOption:
    """An option of the command line that says how a target's service is reached."""

    flag: str
    metavar: str
    help: str


class DeployingBackend(Protocol):
    """A backend that also deploys.

    `connection` are the options that its commands take; `deployer` is given their values by flag,
    without the dashes (None if not given), and the process's environment.
    """

    name: str

    @property
    def connection(self) -> tuple[ConnectionOption, ...]:
        """Return the options by which the service is reached."""
        ...

    def deployment_name(self, flow: Flow, options: Options) -> str:
        """Return the name under which `flow` is deployed."""
        ...

    def deployer(
        self, settings: Any, connection: Mapping[str, str | None], environ: Mapping[str, str]
    ) -> Deployer:
        """Connect to the service; raises DeployError if that is not configured or not installed."""
        ...
