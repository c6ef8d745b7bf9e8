"""Reads where a step goes: from its calls of `self.next` to one transition, or why there is none.

self.next(self.fast, self.slow)                                    Go
self.next(self.train, foreach="grid")                              ForEach
self.next({"a": self.train, "b": self.end}, condition="way")       Switch
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, assert_never

from compiler.diagnostics import Diagnostic, Label
from compiler.frontends.python import rules_transitions as rules
from compiler.frontends.python.transition_arguments import NextReader
from compiler.frontends.python.transition_calls import (
    NextCall,
    Stand,
    first_parameter,
    next_calls,
)
from compiler.ir.graph import ForEach, Go, Switch, Transition
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.frontends.python.members import Declared, Method
    from compiler.frontends.python.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRead:
    """A step's transition; `is_known` is false if there is one that could not be read."""

    transition: Transition | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    is_known: bool = True


def read_transition(step: Method, declared: Declared, project: Project) -> TransitionRead:
    """Return the transition of `step`, from every `self.next` it calls."""
    calls = next_calls(step.node, step.owner.module)
    if not calls:
        return _without_calls(step, declared)
    reader = NextReader(step=step, declared=declared, project=project)
    found = [_misplaced(call, step) for call in calls if call.stand is not Stand.FINAL]
    transitions: list[Transition] = []
    for call in calls:
        transition = reader.read(call.node) if call.stand is not Stand.NESTED else None
        transitions += [transition] if transition is not None else []
    found += reader.found
    if not transitions:
        return TransitionRead(diagnostics=tuple(found), is_known=False)
    differing = [one for one in transitions if one != transitions[-1]]
    if differing and not found:
        found.append(_differing(step, transitions))
    return TransitionRead(
        transition=transitions[-1], diagnostics=tuple(found), is_known=not differing
    )


def _misplaced(call: NextCall, step: Method) -> Diagnostic:
    module, name = step.owner.module, step.node.name
    span = module.span(call.node)
    text = _one_line(module.text(call.node))
    match call.stand:
        case Stand.IN_LOOP:
            return Diagnostic(
                rule=rules.TRANSITION_IN_LOOP,
                message=f"step `{name}` calls `{text}` in a loop",
                span=span,
                help="call `self.next` once, after the loop; to run a step for every item of a"
                ' list, write `self.next(self.step, foreach="items")`',
            )
        case Stand.NOT_LAST if call.after is not None:
            return Diagnostic(
                rule=rules.TRANSITION_NOT_LAST,
                message=f"step `{name}` goes on after `{text}`",
                span=span,
                labels=(Label(span=module.span(_head(call.after)), text="this runs after it"),),
                help=f"move `{text}` to the end of `{name}`, or put `return` after it",
            )
        case _:
            return Diagnostic(
                rule=rules.HIDDEN_TRANSITION,
                message=f"step `{name}` calls `{text}` inside another function or expression",
                span=span,
                help=f"call it as the last statement of `{name}` itself",
            )


def _differing(step: Method, transitions: list[Transition]) -> Diagnostic:
    last = transitions[-1]
    others = list(dict.fromkeys(one for one in transitions if one != last))
    return Diagnostic(
        rule=rules.DIFFERING_TRANSITIONS,
        message=f"step `{step.node.name}` goes to different steps from different places",
        span=last.span,
        labels=tuple(Label(span=one.span, text=f"goes to {_named(one)}") for one in others),
        help=_switch([*others, last]),
    )


def _targets(transition: Transition) -> tuple[str, ...]:
    """Return the names of the steps that `transition` goes to, in its order."""
    match transition:
        case Go(links=links):
            return tuple(link.target for link in links)
        case ForEach(link=link):
            return (link.target,)
        case Switch(cases=cases):
            return tuple(case.link.target for case in cases)
        case _:
            assert_never(transition)


def _named(transition: Transition) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(_targets(transition)))


def _switch(transitions: list[Transition]) -> str:
    """Return the switch that says what several transitions mean together."""
    names = [target for one in transitions for target in _targets(one)]
    if not all(isinstance(one, Go) and len(one.links) == 1 for one in transitions):
        return "give the step one transition; a step of its own can take each of the ways"
    cases = ", ".join(f'"{name}": self.{name}' for name in dict.fromkeys(names))
    return (
        "assign the name of the step to `self.way`, and end with"
        f' `self.next({{{cases}}}, condition="way")`'
    )


def _without_calls(step: Method, declared: Declared) -> TransitionRead:
    """Look for a transition in the helpers that `step` calls: it would not be seen there."""
    for statement in step.node.body:
        helper = _called_helper(statement, step, declared)
        inner = next_calls(helper.node, helper.owner.module) if helper is not None else ()
        if helper is not None and inner:
            found = _in_helper(step, helper, statement, inner[-1])
            return TransitionRead(diagnostics=(found,), is_known=False)
    return TransitionRead()


def _called_helper(statement: ast.stmt, step: Method, declared: Declared) -> Method | None:
    match statement:
        case (
            ast.Expr(value=ast.Call(func=ast.Attribute(value=holder, attr=name)))
            | ast.Return(value=ast.Call(func=ast.Attribute(value=holder, attr=name)))
        ):
            pass
        case _:
            return None
    match holder:
        case ast.Name(id=flow) if flow == first_parameter(step.node):
            return declared.method(name)
        case ast.Call(func=ast.Name(id="super")):
            return declared.method_above(name, step.depth)
        case _:
            return None


def _in_helper(step: Method, helper: Method, call: ast.stmt, inner: NextCall) -> Diagnostic:
    text = _one_line(helper.owner.module.text(inner.node))
    return Diagnostic(
        rule=rules.HIDDEN_TRANSITION,
        message=f"step `{step.node.name}` leaves its transition to `{helper.node.name}`",
        span=step.owner.module.span(call),
        labels=(
            Label(
                span=helper.owner.module.span(inner.node), text=f"`{helper.node.name}` goes on here"
            ),
        ),
        help=f"write `{text}` as the last statement of `{step.node.name}` itself",
    )


def _head(statement: ast.stmt) -> ast.AST:
    """Return the part of a compound statement that stands on its first line."""
    match statement:
        case ast.If(test=test) | ast.While(test=test):
            return test
        case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated):
            return iterated
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return items[0].context_expr
        case _:
            return statement


def _one_line(text: str) -> str:
    """Return source text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
