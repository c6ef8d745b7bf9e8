"""The nodes of the IR: a flow is a tree of closed blocks, frozen, with the source of each part.

    Flow(name="TrainFlow", body=(
        Task(name="start"),
        Map(over="grid", body=(Task(name="train"),), join=Task(name="choose")),
        Task(name="end"),
    ))

The step that fans out or decides is the task before the node (`compiler.ir.walk.last_task`).
`span` never takes part in equality.
"""

from __future__ import annotations

from dataclasses import field

from compiler.ir.settings import (
    Card,
    Catch,
    Compute,
    Config,
    Dependencies,
    EnvVar,
    Extension,
    Hook,
    Parameter,
    Project,
    Retry,
    Schedule,
    Secret,
    Timeout,
    Trigger,
)
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

Key = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A step touches `artifact`; `certain` if it does so whenever it runs to its end.

    A certain read is one that no assignment of the same step precedes and that no `if`, `try`,
    loop or `hasattr` guards. An optional one does no harm where the artifact is not there: it has
    a default (`getattr(self, "x", None)`), or an assignment of the same step may precede it.
    `span` is the first such place.
    """

    artifact: str
    certain: bool = True
    optional: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputAccess:
    """A join reads `artifact` from its inputs: of all, or of the step `step` alone.

    An optional one does no harm where no input has the artifact.
    """

    artifact: str
    step: str | None = None
    optional: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A call of `merge_artifacts`; `known` is false if its lists are not literal."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    known: bool = True
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step: the code that runs, what it does with artifacts, and how it is to be run.

    `entrypoint` is what the shim calls (a method's name). `opaque` says that `self` or `inputs`
    escapes to code that was not seen: the step may then read and write anything.
    """

    name: str
    entrypoint: str = ""
    doc: str = ""
    reads: tuple[Access, ...] = ()
    input_reads: tuple[InputAccess, ...] = ()
    writes: tuple[Access, ...] = ()
    deletes: tuple[Access, ...] = ()
    merge: Merge | None = None
    opaque: bool = False
    compute: Compute = Compute()
    retry: Retry | None = None
    timeout: Timeout | None = None
    catch: Catch | None = None
    environment: tuple[EnvVar, ...] = ()
    secrets: tuple[Secret, ...] = ()
    dependencies: Dependencies | None = None
    cards: tuple[Card, ...] = ()
    extensions: tuple[Extension, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Run every arm, then `join` with the last task of each, in the order of the arms."""

    arms: tuple[Block, ...]
    join: Task
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Run `body` once for each item of the artifact `over`, then `join` with all of them.

    A gang (`num_parallel`) runs its items together; `over` is then the artifact that holds their
    number, or "" where the number is no artifact, and `width` is that number if it is known.
    `limit` bounds how many items run at once.
    """

    over: str
    body: Block
    join: Task
    limit: int | None = None
    width: int | None = None
    gang: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way out of a choice, taken for any of `keys`; an empty body goes straight on."""

    keys: tuple[Key, ...]
    body: Block
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Run the one arm that the value of the artifact `on` names; at least two arms.

    Arms that share the rest of their ways are one arm, whose body begins with a Choice between
    them on the same artifact: the task before the outer Choice decides both.
    """

    on: str
    arms: tuple[Arm, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Run `body` again while the artifact `on` of its last step is one of the keys in `again`."""

    body: Block
    on: str
    again: tuple[Key, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node = Task | Parallel | Map | Choice | Loop
Block = tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a flow was read from, and what else its reading depended on.

    `path` is relative to the project's root and names the flow together with the class:
    the shim imports `path` and takes `entrypoint` from it. `digest` (64 hexadecimal digits,
    sha256) covers every file in `files`, which are the project's own files the flow is made of.
    `environment` names the variables that the frontend read.
    """

    path: str
    entrypoint: str
    language: str = "python"
    digest: str = ""
    files: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A whole flow.

    `members` are names that steps may read as `self.x` without any step assigning them: class
    attributes, properties and methods. Parameters and configs are not repeated there.
    `members_known` is false if the flow has a base whose source was not found: `self.x` may then
    be anything.
    """

    name: str
    body: Block
    origin: Origin
    doc: str = ""
    parameters: tuple[Parameter, ...] = ()
    configs: tuple[Config, ...] = ()
    members: tuple[str, ...] = ()
    members_known: bool = True
    schedule: Schedule | None = None
    triggers: tuple[Trigger, ...] = ()
    project: Project | None = None
    hooks: tuple[Hook, ...] = ()
    tags: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
