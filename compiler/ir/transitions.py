"""Checks of steps and their transitions, each by itself: names, ends, targets, cycles.

self.next(self.trian)     # FLC233: `start` goes to `trian`, which is no step
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.dataflow import INHERENT
from compiler.ir.graph import ForEach, Go, Graph, Link, Step, Switch, Transition
from compiler.ir.shape import Shape, links, side_entries, targets
from compiler.ir.step_rules import (
    DUPLICATE_STEP,
    END_WITH_TRANSITION,
    MISSING_END,
    MISSING_START,
    ONE_WAY_SWITCH,
    REPEATED_TARGET,
    RESERVED_STEP_NAME,
    STEP_WITHOUT_TRANSITION,
    UNKNOWN_STEP,
    UNREACHABLE_STEP,
)
from compiler.ir.unlooped import endless, side_entry, unconditional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.ir.nodes import Task
    from compiler.source import Span


def check_steps(graph: Graph) -> tuple[Graph | None, tuple[Diagnostic, ...]]:
    """Return a graph whose steps have different names and all lead to steps, if it is one.

    The second definition of a step replaces the first, and a switch with one way is none. Where a
    misspelt target has a likely meaning, that is taken, so that what else is wrong can be found.
    """
    steps = {step.task.name: step for step in graph.steps}
    likely = _likely(steps)
    silent = tuple(_silent(graph, steps))
    found = (
        *_names(graph),
        *_bounds(graph, steps),
        *silent,
        *(d for step in steps.values() for d in (*_unknown(step, steps, likely), *_ways(step))),
    )
    if silent or "" in likely.values() or not {graph.start, graph.end} <= steps.keys():
        return None, found
    return replace(graph, steps=tuple(_mended(step, likely) for step in steps.values())), found


def check_reach(shape: Shape, *, end_too: bool) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each group of steps that no way from the start leads to.

    That the end is not reached is worth no word of its own where a loop is never left, nor is
    what it wrongly goes on to.
    """
    reached = set(shape.order)
    for target in targets(shape.steps[shape.end]):
        _reach(shape, shape.number[target], reached)
    if not end_too:
        reached.add(shape.end)
    lost = [i for i in range(len(shape.steps)) if i not in reached]
    targeted = {t for i in lost for t in shape.forward[i] if t != i}
    # Those that nothing leads to come first, so that the steps after them go without saying.
    for first in sorted(lost, key=lambda i: (i in targeted, i)):
        if first in reached:
            continue
        after = _reach(shape, first, reached)
        yield _unreachable(shape, first, after)


def check_cycles(shape: Shape) -> Iterator[Diagnostic]:
    """Yield what is wrong with the edges that go back, as far as no structure is needed."""
    side = set(side_entries(shape))
    for source, target in shape.back:
        if (source, target) in side:
            yield side_entry(shape, source, target)
        elif not isinstance(shape.steps[source].transition, Switch):
            yield unconditional(shape, source, target)
        elif not shape.forward[source] and target == shape.headers[source][0]:
            yield endless(shape, source, target)


def _names(graph: Graph) -> Iterator[Diagnostic]:
    first: dict[str, Step] = {}
    for step in graph.steps:
        name = step.task.name
        if name in first:
            yield Diagnostic(
                rule=DUPLICATE_STEP,
                message=f"the flow `{graph.flow}` has two steps `{name}`",
                span=step.name_span,
                labels=(Label(span=first[name].name_span, text="the first one is here"),),
                help=f"rename one of them, for example to `{name}_again`",
            )
        elif name in INHERENT:
            yield Diagnostic(
                rule=RESERVED_STEP_NAME,
                message=f"the step `{name}` hides `self.{name}`, which every flow has",
                span=step.name_span,
                help=f"rename it, for example to `{name}_step`",
            )
        first.setdefault(name, step)


def _bounds(graph: Graph, steps: Mapping[str, Step]) -> Iterator[Diagnostic]:
    if graph.start not in steps:
        yield Diagnostic(
            rule=MISSING_START,
            message=f"the flow `{graph.flow}` has no step `{graph.start}`",
            span=graph.span,
            help=_first_step(graph, steps),
        )
    if graph.end not in steps:
        yield Diagnostic(
            rule=MISSING_END,
            message=f"the flow `{graph.flow}` has no step `{graph.end}`",
            span=graph.span,
            help=_last_step(graph, steps),
        )
    elif steps[graph.end].transition is not None:
        end = steps[graph.end]
        after = targets(end)[0]
        yield Diagnostic(
            rule=END_WITH_TRANSITION,
            message=f"`{graph.end}` is the last step, but goes on to `{after}`",
            span=_transition_span(end),
            help=f"delete the transition, or let the steps before `{graph.end}` go to `{after}`",
        )


def _first_step(graph: Graph, steps: Mapping[str, Step]) -> str:
    targeted = {name for step in steps.values() for name in targets(step)}
    first = next((name for name in steps if name not in targeted), "")
    return f"rename `{first}` to `{graph.start}`" if first else f"add a step `{graph.start}`"


def _last_step(graph: Graph, steps: Mapping[str, Step]) -> str:
    """Say what to call `end`: a step that goes nowhere, if there is one alone."""
    match [name for name, step in steps.items() if step.transition is None]:
        case [last]:
            return f"rename `{last}` to `{graph.end}`"
        case _:
            return f"add a step `{graph.end}` that the last step goes to; it may be empty"


def _silent(graph: Graph, steps: Mapping[str, Step]) -> Iterator[Diagnostic]:
    following = "self.end" if graph.end in steps else "self.<step>"
    for name, step in steps.items():
        if not links(step) and name != graph.end:
            yield Diagnostic(
                rule=STEP_WITHOUT_TRANSITION,
                message=f"`{name}` does not say which step comes next",
                span=step.name_span,
                help=f"end it with `self.next({following})`",
            )


def _likely(steps: Mapping[str, Step]) -> Mapping[str, str]:
    """Return for each target that is no step the one that was likely meant, or ""."""
    unknown = {name for step in steps.values() for name in targets(step) if name not in steps}
    if not unknown:
        return {}
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return {name: next(iter(get_close_matches(name, steps, 1, 0.66)), "") for name in unknown}


def _unknown(
    step: Step, steps: Mapping[str, Step], likely: Mapping[str, str]
) -> Iterator[Diagnostic]:
    for link in dict.fromkeys(links(step)):
        if link.target not in steps:
            meant = likely[link.target]
            yield Diagnostic(
                rule=UNKNOWN_STEP,
                message=f"`{step.task.name}` goes to `{link.target}`, which is no step of the flow",
                span=link.span,
                help=f"did you mean `self.{meant}`?"
                if meant
                else f"define a step `{link.target}`; a method needs `@step` to be one",
            )


def _mended(step: Step, likely: Mapping[str, str]) -> Step:
    """Return `step` with likely targets in place of unknown ones, and without a one-way switch."""
    transition = step.transition
    if transition is not None and likely:
        step = replace(step, transition=_retargeted(transition, likely))
    if isinstance(transition, Switch) and len(targets(step)) == 1:
        go = Go(links=links(step)[:1], span=transition.span)
        return replace(step, task=_indifferent(step.task, transition), transition=go)
    return step


def _retargeted(transition: Transition, likely: Mapping[str, str]) -> Transition:
    def mend(link: Link) -> Link:
        return replace(link, target=likely.get(link.target, link.target))

    match transition:
        case Go():
            return replace(transition, links=tuple(map(mend, transition.links)))
        case ForEach():
            return replace(transition, link=mend(transition.link))
        case Switch():
            cases = tuple(replace(case, link=mend(case.link)) for case in transition.cases)
            return replace(transition, cases=cases)
        case _:
            assert_never(transition)


def _indifferent(task: Task, switch: Switch) -> Task:
    """Return `task` without the read of the condition, at which nothing looks."""
    reads = tuple(read for read in task.reads if read.span != switch.on_span)
    return replace(task, reads=reads) if len(reads) < len(task.reads) else task


def _ways(step: Step) -> Iterator[Diagnostic]:
    names = [link.target for link in links(step)]
    if isinstance(step.transition, Switch) and set(names) == {step.task.name}:
        return  # Said of the loop, which is never left: going there without a switch is no better.
    if isinstance(step.transition, Switch) and len(set(names)) == 1:
        yield Diagnostic(
            rule=ONE_WAY_SWITCH,
            message=f"every case of the switch in `{step.task.name}` goes to `{names[0]}`",
            span=step.transition.span,
            help=f"write `self.next(self.{names[0]})`",
        )
    elif isinstance(step.transition, Go) and len(set(names)) < len(names):
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        first, second = [link for link in links(step) if link.target == twice][:2]
        yield Diagnostic(
            rule=REPEATED_TARGET,
            message=f"`{step.task.name}` goes to `{twice}` twice",
            span=second.span,
            labels=(Label(span=first.span, text="and here"),),
            help=f"name it once; to run it for several items: `self.next(self.{twice}, "
            "foreach='items')`",
        )


def _reach(shape: Shape, first: int, reached: set[int]) -> int:
    """Add to `reached` what can be reached from `first`; return how many steps those are."""
    before = len(reached)
    reached.add(first)
    todo = [first]
    while todo:
        for target in shape.forward[todo.pop()]:
            if target not in reached:
                reached.add(target)
                todo.append(target)
    return len(reached) - before


def _unreachable(shape: Shape, first: int, count: int) -> Diagnostic:
    name = shape.name(first)
    after = "" if count == 1 else ", nor the one after it"
    if count > 2:
        after = f", nor the {count - 1} after it"
    return Diagnostic(
        rule=UNREACHABLE_STEP,
        message=f"no way from `{shape.name(shape.start)}` leads to the step `{name}`{after}",
        span=shape.steps[first].name_span,
        help=f"let a step before it go there: `self.next(self.{name})`; or delete it",
    )


def _transition_span(step: Step) -> Span:
    return step.transition.span if step.transition is not None else step.name_span
