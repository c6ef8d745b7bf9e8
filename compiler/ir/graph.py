"""A flow before it is structured: steps and the transitions between them, as the author wrote them.

Every frontend makes a `Graph`; `compiler.ir.structure` turns it into blocks.
"""

from __future__ import annotations

from dataclasses import field

from compiler.ir.nodes import Key, Task
from compiler.records import dataclass
from compiler.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The name of a step that a transition goes to, and where it says so."""

    target: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """Go on: to one step, or to several that run side by side (a static split)."""

    links: tuple[Link, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """Run the target once for each item of `over`; `Map` says what the other fields mean."""

    link: Link
    over: str
    over_span: Span = field(default=NOWHERE, compare=False, repr=False)
    gang: bool = False
    width: int | None = None
    limit: int | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a switch."""

    key: Key
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Go to the step that the value of the artifact `on` names."""

    cases: tuple[Case, ...]
    on: str
    on_span: Span = field(default=NOWHERE, compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Transition = Go | ForEach | Switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step with where it goes to (None: it ends the flow) and whether it takes `inputs`."""

    task: Task
    transition: Transition | None = None
    takes_inputs: bool = False
    name_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All steps of a flow in the order of the source; `start` and `end` are their names."""

    flow: str
    steps: tuple[Step, ...]
    start: str = "start"
    end: str = "end"
    span: Span = field(default=NOWHERE, compare=False, repr=False)
