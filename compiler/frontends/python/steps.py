"""Turns the methods of a flow into the steps of a graph, with their settings and effects."""

from __future__ import annotations

import ast
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label
from compiler.frontends.python import rules_flows as rules
from compiler.frontends.python.decorations import Decorated, Decorations
from compiler.frontends.python.effects import Analyser, Effects, unproven
from compiler.frontends.python.members import is_static
from compiler.frontends.python.transitions import read_transition
from compiler.ir.graph import ForEach, Graph, Step, Switch, Transition
from compiler.ir.nodes import Access, Task
from compiler.language.decorators import StepSettings, spec_call, step_settings
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontends.python.classes import FlowClass
    from compiler.frontends.python.members import Declared, Method
    from compiler.frontends.python.project import Project
    from compiler.language.packages import BasePackages


@dataclass(slots=True, kw_only=True)
class Steps:
    """The steps of a flow; `are_known` is false if a transition could not be read."""

    steps: list[Step] = field(default_factory=list)
    starts: list[Step] = field(default_factory=list)
    ends: list[Step] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    are_known: bool = True

    def graph(self, flow: FlowClass) -> Graph:
        """Return the graph of the flow; a step that is alone is its start and its end."""
        alone = self.steps if len(self.steps) == 1 else []
        starts, ends = self.starts or alone, self.ends or alone
        return Graph(
            flow=flow.name,
            steps=tuple(self.steps),
            start=starts[0].task.name if starts else "start",
            end=ends[0].task.name if ends else "end",
            span=name_span(flow.symbol.node, flow.symbol.module.span(flow.symbol.node)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReader:
    """Reads the steps of one flow; `base` are the packages that the flow gives every step."""

    declared: Declared
    project: Project
    decorations: Decorations
    base: BasePackages
    has_unseen_bases: bool = False

    def read(self) -> Steps:
        """Return every step, in the order of the source, the farthest base's first."""
        steps = Steps()
        analyser = Analyser(self.declared, self.project, has_unseen_bases=self.has_unseen_bases)
        for methods in self.declared.methods.values():
            for method, decorated in self._steps_of(methods, steps):
                self._add(method, decorated, analyser, steps)
        self._drop_attributes(steps)
        for what, several in (("start", steps.starts), ("end", steps.ends)):
            steps.diagnostics += _several(what, several)
        return steps

    def _drop_attributes(self, steps: Steps) -> None:
        """Leave reads of class attributes out, unless some step makes an artifact of them."""
        written = {access.artifact for step in steps.steps for access in step.task.writes}
        attributes = self.declared.attributes - written
        for index, step in enumerate(steps.steps):
            reads = tuple(one for one in step.task.reads if one.artifact not in attributes)
            if len(reads) < len(step.task.reads):
                steps.steps[index] = replace(step, task=replace(step.task, reads=reads))

    def _steps_of(self, methods: list[Method], steps: Steps) -> Iterator[tuple[Method, Decorated]]:
        """Yield the method in force if it is a step, and others of its class with its name."""
        for method in methods:
            is_last = method is methods[-1]
            if not is_last and not _is_twin(method, methods[-1]):
                continue
            decorated = self._decorated(method)
            if decorated.is_step:
                yield method, decorated
            elif is_last:
                steps.diagnostics += self._forgotten(methods, decorated)

    def _decorated(self, method: Method) -> Decorated:
        if not method.node.decorator_list:
            return Decorated()
        return self.decorations.read(method.node.decorator_list, method.scope)

    def _add(self, method: Method, decorated: Decorated, analyser: Analyser, steps: Steps) -> None:
        read = read_transition(method, self.declared, self.project)
        effects = analyser.effects(method)
        if decorated.is_opaque:
            effects = unproven(effects)
        settings, found = self._settings(decorated)
        node, module = method.node, method.owner.module
        step = Step(
            task=_task(method, settings, effects, read.transition),
            transition=read.transition,
            takes_inputs=takes_inputs(node),
            name_span=name_span(node, module.span(node)),
        )
        steps.steps.append(step)
        steps.starts += [step] if decorated.is_start else []
        steps.ends += [step] if decorated.is_end else []
        steps.are_known &= read.is_known
        steps.diagnostics += [*decorated.diagnostics, *found, *effects.diagnostics]
        steps.diagnostics += [*read.diagnostics, *_misshapen(method, effects, step.name_span)]

    def _settings(self, decorated: Decorated) -> tuple[StepSettings, tuple[Diagnostic, ...]]:
        """Return what the step's decorators ask for, and those that the command line adds."""
        own = {call.name for call in decorated.calls}
        specs = self.project.options.with_decorators
        added = [spec_call(one.name, one.arguments) for one in specs if one.name not in own]
        bake = self.project.options.bake_environment
        settings, found = step_settings([*added, *decorated.calls], bake=bake, base=self.base)
        return settings, tuple(_with_origin(diagnostic) for diagnostic in found)

    def _forgotten(self, methods: list[Method], decorated: Decorated) -> Iterator[Diagnostic]:
        method = methods[-1]
        module, name = method.owner.module, method.node.name
        span = name_span(method.node, module.span(method.node))
        hidden = [one for one in methods[:-1] if self.decorations.is_step(one.node, one.scope)]
        if decorated.calls:
            call = decorated.calls[0]
            yield Diagnostic(
                rule=rules.FORGOTTEN_STEP,
                message=f"`{name}` has the decorator `@{call.name}`, but is not a step",
                span=span,
                labels=(Label(span=call.span, text="means nothing without `@step`"),),
                help=f"add `@step` right above `def {name}`",
            )
        elif hidden:
            base = hidden[-1]
            yield Diagnostic(
                rule=rules.FORGOTTEN_STEP,
                message=f"`{name}` takes the place of a step, but is not a step itself",
                span=span,
                labels=(Label(span=base.owner.module.span(base.node), text="the step"),),
                help=f"add `@step` right above `def {name}`",
            )


def _with_origin(found: Diagnostic) -> Diagnostic:
    """Say of a finding that has no place in the source where its decorator comes from."""
    if found.span != NOWHERE:
        return found
    added = "in a decorator that `--with` or the configuration adds"
    return replace(found, message=f"{found.message}, {added}")


def _task(
    method: Method, settings: StepSettings, effects: Effects, transition: Transition | None
) -> Task:
    node = method.node
    return Task(
        name=node.name,
        entrypoint=node.name,
        doc=_first_paragraph(node),
        reads=_with_decision(effects, transition),
        input_reads=effects.input_reads,
        writes=effects.writes,
        deletes=effects.deletes,
        merge=effects.merge,
        opaque=effects.opaque,
        span=method.owner.module.span(node),
        **{one.name: getattr(settings, one.name) for one in fields(settings)},
    )


def takes_inputs(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether a step is a join: it has a second positional parameter."""
    positional = [*node.args.posonlyargs, *node.args.args]
    return len(positional) > 1 or node.args.vararg is not None


def name_span(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, span: Span) -> Span:
    """Return where the name of a definition stands; `span` is that of the whole."""
    words = {ast.FunctionDef: "def ", ast.AsyncFunctionDef: "async def ", ast.ClassDef: "class "}
    column = span.column + len(words[type(node)])
    return replace(span, column=column, end_line=span.line, end_column=column + len(node.name))


def _is_twin(method: Method, last: Method) -> bool:
    """Say whether two methods of one name stand in one class, neither below an `if`."""
    body = last.owner.node.body
    return method.owner == last.owner and method.node in body and last.node in body


def _with_decision(effects: Effects, transition: Transition | None) -> tuple[Access, ...]:
    """Return the reads of a step together with the artifact that its transition asks for."""
    match transition:
        case ForEach(over=over, over_span=span) if over:
            decision = Access(artifact=over, span=span)
        case Switch(on=on, on_span=span):
            decision = Access(artifact=on, span=span)
        case _:
            return effects.reads
    others = (read for read in effects.reads if read.artifact != decision.artifact)
    return (*others, decision)


def _several(what: str, steps: list[Step]) -> Iterator[Diagnostic]:
    for step in steps[1:]:
        yield Diagnostic(
            rule=rules.SEVERAL_STARTS,
            message=f"`{step.task.name}` is declared to be the {what}, as is"
            f" `{steps[0].task.name}`",
            span=step.name_span,
            labels=(Label(span=steps[0].name_span, text=f"the other {what}"),),
            help=f"keep `@step({what}=True)` at one of them",
        )


def _misshapen(method: Method, effects: Effects, span: Span) -> Iterator[Diagnostic]:
    problems = list(_problems(method.node))
    if effects.is_generator:
        problems.append(("is a generator", "collect what it yields in an artifact"))
    for problem, advice in problems:
        yield Diagnostic(
            rule=rules.UNUSABLE_STEP,
            message=f"step `{method.node.name}` {problem}",
            span=span,
            help=advice,
        )


def _problems(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    positional = [*node.args.posonlyargs, *node.args.args]
    required = len(positional) - len(node.args.defaults)
    name = node.name
    if isinstance(node, ast.AsyncFunctionDef):
        yield "is a coroutine", f"write `def {name}(self)`, and `asyncio.run(…)` inside"
    if is_static(node):
        yield "does not get the flow", f"write `def {name}(self)` without the other decorator"
    elif not positional and node.args.vararg is None:
        yield "takes no `self`", f"write `def {name}(self)`"
    elif required > 2:
        extra = positional[2].arg
        yield f"takes the parameter `{extra}`", f"read `self.{extra}`, assigned in a step before"


def _first_paragraph(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    text = ast.get_docstring(node) or ""
    return text.split("\n\n")[0].strip()
