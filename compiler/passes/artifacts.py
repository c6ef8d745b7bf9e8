"""Check that artifacts are there when they are read, and survive the joins they must survive.

def train(self): fit(self.rows)     # FLC203: no step before `train` assigns `rows`
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.dataflow import (
    RESERVED,
    Conflict,
    Fact,
    Gone,
    Missing,
    MissingInput,
    Unread,
    Use,
    analyse,
    never_assigned,
)
from compiler.ir.nodes import Access, Flow, Task
from compiler.ir.walk import tasks
from compiler.names import suggest
from compiler.passes import artifact_rules as rules
from compiler.source import NOWHERE, Span

_LISTED = 3


def check_artifacts(flow: Flow) -> Iterator[Diagnostic]:
    """Yield what is wrong with the artifacts of `flow`, following them from step to step."""
    for fact in analyse(flow):
        yield _diagnostic(fact)


def check_never_assigned(draft: Flow) -> Iterator[Diagnostic]:
    """Yield what can be said of artifacts before the graph of `draft` is mended."""
    for fact in never_assigned(draft):
        yield _diagnostic(fact)


def check_assigned_names(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each assignment to a parameter or to a name that is taken."""
    given = {p.attribute: (p.span, "parameter") for p in flow.parameters}
    given |= {c.attribute: (c.span, "config") for c in flow.configs}
    steps = {task.entrypoint: task.span for task in tasks(flow.body)}
    for task in tasks(flow.body):
        for access in task.writes:
            if access.artifact in given:
                yield _assigned_parameter(task, access, *given[access.artifact])
            elif access.artifact in RESERVED:
                yield _reserved(access)
            elif access.artifact in steps:
                yield _shadowed(access, steps[access.artifact])


def _assigned_parameter(task: Task, access: Access, declared: Span, kind: str) -> Diagnostic:
    name = access.artifact
    return Diagnostic(
        rule=rules.ASSIGNED_PARAMETER,
        message=f"step `{task.name}` assigns to the {kind} `{name}`",
        span=access.span,
        labels=_labels((declared, f"`{name}` is a {kind}")),
        help=f"give the value a name of its own, such as `self.{name}_used`",
    )


def _reserved(access: Access) -> Diagnostic:
    name = access.artifact
    return Diagnostic(
        rule=rules.RESERVED_ARTIFACT,
        message=f"`self.{name}` cannot be assigned: every flow has it already",
        span=access.span,
        help=f"rename the artifact, for example to `self.{name}_`",
    )


def _shadowed(access: Access, step: Span) -> Diagnostic:
    name = access.artifact
    return Diagnostic(
        rule=rules.SHADOWED_STEP,
        message=f"the artifact `{name}` is called like a step, and later steps cannot read it",
        span=access.span,
        labels=_labels((step, f"the step `{name}`")),
        help=f"rename the artifact, for example to `self.{name}_`",
    )


def _diagnostic(fact: Fact) -> Diagnostic:
    match fact:
        case Missing():
            return _missing(fact)
        case MissingInput():
            return _missing_input(fact)
        case Conflict():
            return _conflict(fact)
        case Unread():
            return _unread(fact)
        case _:
            assert_never(fact)


def _missing(fact: Missing) -> Diagnostic:
    if fact.use is Use.FOREACH or fact.use is Use.CONDITION:
        return _missing_decision(fact)
    if fact.gone is not None:
        return _gone(fact, fact.gone)
    name = fact.access.artifact
    rule = rules.UNASSIGNED_ARTIFACT
    # A private name may be one that the framework gives a flow.
    if not fact.access.certain or name.startswith("_"):
        rule = rules.MAYBE_UNASSIGNED_ARTIFACT
    return Diagnostic(
        rule=rule,
        message=f"no step before `{fact.task.name}` assigns `{name}`",
        span=fact.access.span,
        help=_instead(name, fact.known)
        or f"assign `self.{name}` in a step before `{fact.task.name}`, or make it a Parameter",
    )


def _missing_decision(fact: Missing) -> Diagnostic:
    name, step = fact.access.artifact, fact.task.name
    foreach = fact.use is Use.FOREACH
    lost = f"; `{fact.gone.task.name}` dropped it" if fact.gone else ""
    what = "goes over" if foreach else "decides by"
    values = "a list" if foreach else "one of the keys"
    return Diagnostic(
        rule=rules.UNASSIGNED_FOREACH if foreach else rules.UNASSIGNED_CONDITION,
        message=f"step `{step}` {what} `{name}`, which no step assigns before{lost}",
        span=fact.access.span,
        labels=_where_gone(fact.gone) if fact.gone else (),
        help=_instead(name, fact.known) or f"assign {values} to `self.{name}` in `{step}`",
    )


def _gone(fact: Missing, gone: Gone) -> Diagnostic:
    name = fact.access.artifact
    if gone.deleted:
        return Diagnostic(
            rule=rules.DELETED_ARTIFACT,
            message=f"step `{fact.task.name}` uses `{name}`, which `{gone.task.name}` deletes",
            span=fact.access.span,
            labels=_where_gone(gone),
            help=f"delete `self.{name}` after the last step that uses it",
        )
    return Diagnostic(
        rule=rules.LOST_ARTIFACT,
        message=f"step `{fact.task.name}` reads `{name}`,"
        f" which the join `{gone.task.name}` does not keep",
        span=fact.access.span,
        labels=_where_gone(gone),
        help=f"in `{gone.task.name}`, add `self.{name} = inputs[0].{name}`"
        " or `self.merge_artifacts(inputs)`",
    )


def _where_gone(gone: Gone) -> tuple[Label, ...]:
    how = "deleted here" if gone.deleted else f"dropped by the join `{gone.task.name}`"
    return _labels((gone.assigned, "assigned here"), (gone.span, how))


def _labels(*places: tuple[Span, str]) -> tuple[Label, ...]:
    return tuple(Label(span=span, text=text) for span, text in places if span != NOWHERE)


def _missing_input(fact: MissingInput) -> Diagnostic:
    name, task = fact.access.artifact, fact.task
    who = f"`{fact.access.step}` does not assign it" if fact.access.step else "none of them has it"
    return Diagnostic(
        rule=rules.UNASSIGNED_INPUT,
        message=f"the join `{task.name}` reads `{name}` from its inputs, and {who}",
        span=fact.access.span,
        help=_instead(name, fact.known) or f"assign `self.{name}` in the steps that are joined",
    )


def _conflict(fact: Conflict) -> Diagnostic:
    names = fact.artifacts
    listed = _listed(names) if len(names) == 1 else f"one of {_listed(names)}"
    excluded = ", ".join(f'"{name}"' for name in names)
    return Diagnostic(
        rule=rules.CONFLICTING_ARTIFACT,
        message=f"`merge_artifacts` in `{fact.task.name}` fails if {listed} differs between inputs",
        span=fact.merge.span,
        labels=_labels(*((span, "assigned here") for span in fact.assigned)),
        help=f"assign `self.{names[0]}` before the call, or leave it out: `exclude=[{excluded}]`",
    )


def _unread(fact: Unread) -> Diagnostic:
    names, gone = fact.artifacts, fact.gone
    them = "it" if len(names) == 1 else "them"
    return Diagnostic(
        rule=rules.UNREAD_ARTIFACT,
        message=f"no later step reads {_listed(names)},"
        f" and the join `{gone.task.name}` drops {them}",
        span=gone.assigned,
        help=f"a local variable would do, unless `{names[0]}` is looked at after the run",
    )


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"


def _instead(name: str, known: frozenset[str]) -> str:
    other = suggest(name, sorted(known))
    return f"did you mean `self.{other}`?" if other else ""
