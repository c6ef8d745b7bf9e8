"""What a backend is: a pure function from a checked flow to files, and what it says it cannot."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compiler.diagnostics import Diagnostic, Rule
    from compiler.ir.nodes import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file that a backend emits; `path` is relative to the output folder."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a flow is to be lowered.

    None means that nothing was configured: the emitted file then refers to the platform's own
    setting (`store`), to the image that `flowc image` builds (`image`), or to a name derived
    from the flow's (`name`). `settings` is an instance of the backend's own `settings` class.
    `version` is flowc's own version, for the header. `access` asks for the documents that give
    the runs their permissions.
    """

    name: str | None = None
    image: str | None = None
    store: str | None = None
    settings: Any = None
    version: str = ""
    access: bool = False


class Support(StrEnum):
    """Whether a target can express a construct."""

    YES = "yes"
    NOT_YET = "not yet"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One construct of the language on one target; `reason` says what it becomes, or why not."""

    construct: str
    support: Support
    reason: str


class Backend(Protocol):
    """Lowers flows to one target.

    `settings` is a dataclass whose fields are the keys of `[tool.flowc.<name>]`.
    """

    name: str
    title: str
    settings: type[Any]
    rules: tuple[Rule, ...]
    capabilities: tuple[Capability, ...]

    def check(self, flow: Flow, options: Options) -> Iterable[Diagnostic]:
        """Yield what this target cannot do with `flow`."""
        ...

    def emit(self, flow: Flow, options: Options) -> Sequence[OutputFile]:
        """Return the files that run `flow`, the main one first; `check` found no error."""
        ...

    def explain(self, flow: Flow, options: Options) -> Sequence[tuple[str, str]]:
        """Return (step, what it becomes on this target) for each step, in order."""
        ...
