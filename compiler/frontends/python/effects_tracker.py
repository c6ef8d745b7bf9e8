"""Keeps account of what is read and assigned along the paths through a function.

if a:                 mark
    self.x = 1        x is assigned here …
else:
    self.x = 2        … and here,
self.x                so it is assigned for certain: this is no read of an earlier value
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from compiler.frontends.python.effects_model import Read, Summary
from compiler.records import dataclass
from compiler.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.ir.nodes import Merge

Arm = tuple[bool, frozenset[str]]


@dataclass(slots=True, kw_only=True)
class Tracker:
    """The state of one walk through a function.

    `guards` counts what may skip the code at hand (`if`, `try`, loops, nested functions), `loops`
    those of them that may run it after later code, `shields` those that survive a missing
    attribute. `definite` are the names assigned on every path to the code at hand.
    """

    summary: Summary = field(default_factory=Summary)
    guards: int = 0
    loops: int = 0
    shields: int = 0
    has_left: bool = False
    definite: set[str] = field(default_factory=set)
    _trail: list[str] = field(default_factory=list)
    _ends: set[str] | None = None

    def read(self, name: str, span: Span, *, certain: bool = True, optional: bool = False) -> None:
        """Note a read of `name`, unless this code has certainly assigned it before."""
        if name in self.definite:
            return
        optional = optional or self.shields > 0 or name in self.summary.writes
        optional = optional or self.summary.opaque
        certain = certain and not (optional or self.guards or self.has_left)
        found = Read(span=span, certain=certain, optional=optional, late=self.loops > 0)
        known = self.summary.reads.get(name)
        if known is None or _weight(found) > _weight(known):
            self.summary.reads[name] = found

    def write(self, name: str, span: Span, *, certain: bool = True) -> None:
        """Note an assignment to `name`."""
        self.summary.writes.setdefault(name, span)
        if certain and name not in self.definite:
            self.definite.add(name)
            self._trail.append(name)

    def delete(self, name: str, span: Span, *, certain: bool = True) -> None:
        """Note that `name` is deleted; an assignment before it is undone."""
        own = name in self.summary.writes
        if name in self.definite:
            self.definite.discard(name)
            if not self.guards:
                del self.summary.writes[name]
        certain = certain and not (self.guards or self.has_left)
        found = Read(span=span, certain=certain, optional=own, late=False)
        self.summary.deletes.setdefault(name, found)

    def read_input(self, name: str, step: str | None, span: Span, *, optional: bool) -> None:
        """Note that `name` is read from an input of the join."""
        optional = optional or self.shields > 0 or self.summary.opaque
        key = (name, step)
        known = self.summary.input_reads.get(key)
        if known is None or (known[1] and not optional):
            self.summary.input_reads[key] = (span, optional)

    def merge(self, merge: Merge) -> None:
        """Note a call of `merge_artifacts`; what several of them keep is not known."""
        if self.guards or self.summary.merge is not None:
            merge = replace(merge, include=(), exclude=(), known=False)
        self.summary.merge = merge

    def include(self, other: Summary, *, certain: bool = True) -> None:
        """Note a call of a function that does `other`."""
        for name, read in other.reads.items():
            self.read(name, read.span, certain=certain and read.certain, optional=read.optional)
        for name, found in other.deletes.items():
            self.delete(name, found.span, certain=certain and found.certain)
        for name, span in other.writes.items():
            self.write(name, span, certain=certain and name in other.always)
        for (name, step), (span, optional) in other.input_reads.items():
            self.read_input(name, step, span, optional=optional)
        if other.merge is not None:
            self.merge(other.merge if certain else replace(other.merge, known=False))
        self.summary.asked |= other.asked
        self.summary.opaque |= other.opaque

    def mark(self) -> int:
        """Return the place that `undo` goes back to."""
        return len(self._trail)

    def undo(self, mark: int) -> frozenset[str]:
        """Forget what was assigned since `mark`, and return those names."""
        added = frozenset(name for name in self._trail[mark:] if name in self.definite)
        del self._trail[mark:]
        self.definite -= added
        return added

    def rejoin(self, arms: Sequence[Arm]) -> bool:
        """Go on after arms that (go on, assigned …); return whether any of them goes on."""
        going = [names for goes_on, names in arms if goes_on]
        if not going:
            return False
        for name in going[0].intersection(*going[1:]):
            self.definite.add(name)
            self._trail.append(name)
        return True

    def leave(self) -> None:
        """Note that the function may end here."""
        self._ends = set(self.definite) if self._ends is None else self._ends & self.definite

    def finished(self) -> Summary:
        """Return the summary once the whole function was walked."""
        summary = self.summary
        summary.always = frozenset((self._ends or set()) & summary.writes.keys())
        for name, read in summary.reads.items():
            if name in summary.asked or (read.late and name in summary.writes):
                read.optional, read.certain = True, False
        return summary


def _weight(read: Read) -> int:
    """Order reads by how much they claim: a certain one most, an optional one least."""
    return 2 * read.certain + (not read.optional)
