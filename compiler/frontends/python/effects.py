"""Finds what a step does with artifacts, through everything it calls, without running it.

A may-analysis: what is certain holds on every path, what is not known makes the step opaque.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.frontends.python.effects_model import ALL, FLOW, Held, Read, Summary
from compiler.frontends.python.effects_statements import read_block
from compiler.frontends.python.effects_walker import Context, Walker
from compiler.frontends.python.members import is_static
from compiler.ir.nodes import Access, InputAccess
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.diagnostics import Diagnostic
    from compiler.frontends.python.members import Declared, Method
    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import FunctionNode, Module
    from compiler.ir.nodes import Merge

_Key = tuple[int, frozenset[tuple[str, Held]]]
_CALL_WEIGHT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What one step does with artifacts, as the fields of a Task say it."""

    reads: tuple[Access, ...] = ()
    input_reads: tuple[InputAccess, ...] = ()
    writes: tuple[Access, ...] = ()
    deletes: tuple[Access, ...] = ()
    merge: Merge | None = None
    opaque: bool = False
    is_generator: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


class Analyser:
    """Finds the effects of the steps of one flow; what a helper does is found once."""

    def __init__(self, declared: Declared, project: Project, *, has_unseen_bases: bool) -> None:
        self.declared = declared
        self.project = project
        self.has_unseen_bases = has_unseen_bases
        self.level = 0
        self._summaries: dict[_Key, Summary | None] = {}
        self._given = {*declared.parameters, *declared.configs}

    def effects(self, step: Method) -> Effects:
        """Return what `step` does."""
        summary = self.of_method(step, (ALL,))
        return Effects(
            reads=_accesses(summary.reads, self._given),
            input_reads=tuple(
                InputAccess(artifact=name, step=source, optional=optional, span=span)
                for (name, source), (span, optional) in summary.input_reads.items()
                if name not in self._given
            ),
            writes=tuple(
                Access(artifact=name, certain=name in summary.always, span=span)
                for name, span in summary.writes.items()
            ),
            deletes=_accesses(summary.deletes, ()),
            merge=summary.merge,
            opaque=summary.opaque,
            is_generator=summary.is_generator,
            diagnostics=tuple(summary.diagnostics),
        )

    def of_method(self, method: Method, held: tuple[Held | None, ...]) -> Summary:
        """Return what `method` does when its parameters after `self` hold `held`."""
        taken = method.node.args
        names = [one.arg for one in (*taken.posonlyargs, *taken.args)]
        given: tuple[Held | None, ...] = held if is_static(method.node) else (FLOW, *held)
        bound = {name: one for name, one in zip(names, given, strict=False) if one is not None}
        if taken.vararg is not None and len(given) > len(names):
            bound[taken.vararg.arg] = ALL
        context = Context(module=method.owner.module, node=method.node, depth=method.depth)
        return self._summary(context, bound)

    def of_function(self, node: FunctionNode, module: Module, held: dict[str, Held]) -> Summary:
        """Return what a function does when its parameters hold `held`."""
        return self._summary(Context(module=module, node=node), held)

    def _summary(self, context: Context, held: dict[str, Held]) -> Summary:
        key = (id(context.node), frozenset(held.items()))
        if key in self._summaries:
            # Code that calls itself does nothing more than what it does once.
            return self._summaries[key] or Summary()
        self._summaries[key] = None
        walker = Walker(context=context, helpers=self, names=dict(held))
        with walker.deeper(_CALL_WEIGHT) as is_followed:
            if is_followed and read_block(walker, context.node.body):
                walker.tracker.leave()
        summary = walker.tracker.finished()
        self._summaries[key] = summary
        return summary


def unproven(effects: Effects) -> Effects:
    """Return `effects` of a step that other code runs around: it may have assigned anything."""
    return replace(
        effects,
        opaque=True,
        reads=tuple(replace(read, certain=False, optional=True) for read in effects.reads),
        input_reads=tuple(replace(read, optional=True) for read in effects.input_reads),
    )


def _accesses(found: dict[str, Read], given: Iterable[str]) -> tuple[Access, ...]:
    return tuple(
        Access(artifact=name, certain=read.certain, optional=read.optional, span=read.span)
        for name, read in found.items()
        if name not in given
    )
