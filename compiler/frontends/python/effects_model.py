"""What is known of the flow and of a join's inputs while code is read, and what that code does."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from compiler.records import dataclass
from compiler.source import Span

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic
    from compiler.ir.nodes import Merge


@dataclass(frozen=True, slots=True)
class TheFlow:
    """The flow itself: `self`."""


@dataclass(frozen=True, slots=True)
class AllInputs:
    """The inputs of a join, or a list of some of them."""


@dataclass(frozen=True, slots=True)
class OneInput:
    """One input of a join; that of `step` if it was asked for by name."""

    step: str | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """Tuples that hold something in one place, such as those of `enumerate(inputs)`."""

    places: tuple[Held | None, ...]


Held = TheFlow | AllInputs | OneInput | Paired

FLOW, ALL, ONE = TheFlow(), AllInputs(), OneInput()


@dataclass(slots=True, kw_only=True)
class Read:
    """A read of an artifact; `late` says that an assignment further down may come before it."""

    span: Span
    certain: bool
    optional: bool
    late: bool = False


@dataclass(slots=True, kw_only=True)
class Summary:
    """What running a function does with the artifacts of the flow that it is given.

    `writes` are certain if the name is in `always`. `asked` are names that the code tests for
    before it uses them.
    """

    reads: dict[str, Read] = field(default_factory=dict)
    input_reads: dict[tuple[str, str | None], tuple[Span, bool]] = field(default_factory=dict)
    writes: dict[str, Span] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    deletes: dict[str, Read] = field(default_factory=dict)
    merge: Merge | None = None
    asked: set[str] = field(default_factory=set)
    opaque: bool = False
    is_generator: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
