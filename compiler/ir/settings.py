"""What a flow and its steps ask for besides their code: parameters, compute, retries, schedules.

Values that an author wrote as literals (defaults, options) are kept as canonical JSON text in
`Literal`, so that every setting is hashable, comparable and printable without further thought.
"""

from __future__ import annotations

import json
from dataclasses import field
from enum import StrEnum

from compiler.records import dataclass
from compiler.source import NOWHERE, Span

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """A value known at compile time, as JSON text (`literal` makes one, `value` reads it)."""

    text: str

    @property
    def value(self) -> JsonValue:
        """Return the value; raises ValueError if `text` is no JSON."""
        value: JsonValue = json.loads(self.text)
        return value


def literal(value: object) -> Literal:
    """Return `value`, made of JSON's types (tuples count as lists), as a `Literal`."""
    return Literal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A value that the flow's own code computes when a run starts; `source` is that code."""

    source: str


class ParameterType(StrEnum):
    """The type of a parameter's value; `FILE` is the content of an `IncludeFile`."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    JSON = "json"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedFile:
    """How the content of a file parameter is read; `path` is its default, if one was given."""

    path: str | None = None
    is_text: bool = True
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter: called `name` on command lines and in requests, read as `self.<attribute>`.

    `default` None means that none was given; a default that is None is `literal(None)`.
    `options` are further settings handed to the command line of a run (click's options).
    """

    name: str
    attribute: str
    type: ParameterType = ParameterType.STR
    default: Literal | Deferred | None = None
    required: bool = False
    help: str = ""
    separator: str | None = None
    multiple: bool = False
    file: IncludedFile | None = None
    options: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration read when the flow was compiled, with the value it had then.

    `path` is the file it came from, "" if the value was given inline or by an option.
    """

    name: str
    attribute: str
    path: str = ""
    value: Literal = Literal("null")
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compute:
    """What a step needs to run. None means that nothing was asked for.

    `cpu` in cores and `gpu` in devices as decimal text; `memory`, `disk`, `shared_memory` and
    `tmpfs_size` in MB (10^6 bytes). `pairs` are (key, value). `target_options` holds what only
    one kind of target knows, as (target, option, value), e.g. ("batch", "queue", …).
    """

    cpu: str | None = None
    gpu: str | None = None
    gpu_vendor: str | None = None
    memory: str | None = None
    disk: str | None = None
    shared_memory: str | None = None
    tmpfs: bool = False
    tmpfs_size: str | None = None
    tmpfs_path: str | None = None
    network: str | None = None
    image: str | None = None
    image_pull_policy: str | None = None
    image_pull_secrets: tuple[str, ...] = ()
    service_account: str | None = None
    node_selector: Pairs = ()
    tolerations: tuple[Literal, ...] = ()
    labels: Pairs = ()
    annotations: Pairs = ()
    volumes: Pairs = ()
    target_options: tuple[tuple[str, str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Run a failed step up to `times` more, `minutes_between` minutes after each failure.

    `backoff` > 1 multiplies the wait after each failure.
    """

    times: int = 3
    minutes_between: float = 2
    backoff: float = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeout:
    """End an attempt of a step after `seconds`."""

    seconds: int
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """Go on after the last failed attempt, with the failure in the artifact `var`, if named."""

    var: str | None = None
    print_exception: bool = True
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvVar:
    """An environment variable of a step: a literal `value`, or a `reference` kept elsewhere.

    A reference names a variable of the environment that compiled the flow; its value is usually
    a secret, so it is never in the IR. Beside a reference, `value` is what the source gives for
    the case that the variable is not set.
    """

    name: str
    value: str | None = None
    reference: str | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret whose keys become environment variables, by the name the platform knows it by."""

    name: str
    options: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """Packages that a step needs; `conda` and `pypi` are (package, version or "") pairs."""

    conda: Pairs = ()
    pypi: Pairs = ()
    python: str | None = None
    disabled: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card (report) that a step renders."""

    type: str = "default"
    id: str | None = None
    options: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A decorator that flowc does not know and hands on to the task, where its code runs.

    `arguments` is what could be folded of its keyword arguments.
    """

    name: str
    arguments: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When runs start by themselves: `crons` have five fields, `timezone` is an IANA name."""

    crons: tuple[str, ...]
    timezone: str | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that starts runs: one by name, or the successful end of the flow `flow`.

    `parameters` are (parameter of this flow, field of the event) pairs. `project` and `branch`
    say which deployment of `flow` is meant; None means this flow's own.
    """

    name: str = ""
    flow: str = ""
    project: str | None = None
    branch: str | None = None
    parameters: Pairs = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A run starts once all of `events` occurred; any of a flow's triggers starts one."""

    events: tuple[Event, ...]
    options: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project that deployments of several flows share; `branch` separates deployments."""

    name: str
    branch: str | None = None
    production: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class Outcome(StrEnum):
    """How a run ended."""

    SUCCESS = "success"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A function of the flow's file that is called after a run that ended with `outcome`."""

    function: str
    outcome: Outcome
    options: tuple[tuple[str, Literal], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
