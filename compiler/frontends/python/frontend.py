"""The frontend for flows written in Python: from a file to the flows of the IR.

classes → members → decorators, transitions, effects of each step → graph → blocks
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.base import ReadFlow, Reading
from compiler.frontends.python import rules_flows as rules
from compiler.frontends.python.classes import Classes, FlowClass, UnseenBase, methods
from compiler.frontends.python.decorations import Decorated, Decorations
from compiler.frontends.python.imports import refused_imports
from compiler.frontends.python.members import Declared, assigned_in_init, read_members
from compiler.frontends.python.project import Project
from compiler.frontends.python.steps import StepReader, Steps, name_span
from compiler.frontends.python.symbols import ClassSymbol, Scope
from compiler.ir.nodes import Block, Flow, Origin
from compiler.ir.structure import likely_block, structure
from compiler.language.decorators import FlowSettings, flow_settings
from compiler.names import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from compiler.frontends.base import ReadOptions
    from compiler.frontends.python.symbols import Module
    from compiler.ir import settings as ir
    from compiler.language.values import Call


class PythonFrontend:
    """Reads flows from Python files; never imports or runs them."""

    name = "python"
    suffixes = (".py",)

    def read(self, path: Path, options: ReadOptions) -> Reading:
        """Read every flow of the file at `path`; what is wrong with it becomes diagnostics."""
        project = Project(options)
        module = project.module(path)
        flows: tuple[ReadFlow, ...] = ()
        if module is not None:
            decorations = Decorations(project)
            found = _flows(Classes(module, project), decorations)
            readers = [_FlowReader(flow, project, decorations) for flow in found]
            flows = tuple(reader.read() for reader in readers)
            flows = _with_digest(flows, project)
            if flows:
                project.diagnostics += refused_imports(module, project)
        return Reading(flows=flows, diagnostics=tuple(project.diagnostics), sources=project.sources)


FRONTEND = PythonFrontend()

_OF_DECORATORS = (rules.UNKNOWN_NAME, rules.UNREAD_WRAPPER, rules.MUTATOR)


def _flows(classes: Classes, decorations: Decorations) -> list[FlowClass]:
    """Return the flows of a file: classes with steps, but not mere bases of other flows."""
    candidates = [flow for flow in classes.all() if _step_names(flow, decorations)]
    bases = {id(base.node) for flow in candidates for base in flow.lineage[1:]}
    return [
        flow
        for flow in candidates
        if id(flow.symbol.node) not in bases or _is_complete(flow, decorations)
    ]


def _step_names(flow: FlowClass, decorations: Decorations) -> set[str]:
    return {
        method.name
        for base in flow.lineage
        for method in methods(base.node)
        if method.decorator_list and decorations.is_step(method, Scope(module=base.module))
    }


def _is_complete(flow: FlowClass, decorations: Decorations) -> bool:
    return {"start", "end"} <= _step_names(flow, decorations)


class _FlowReader:
    """Reads one flow."""

    def __init__(self, flow: FlowClass, project: Project, decorations: Decorations) -> None:
        self._flow = flow
        self._project = project
        self._decorations = decorations
        self._module = flow.symbol.module
        self._found: list[Diagnostic] = []
        self._is_opaque = False

    def read(self) -> ReadFlow:
        """Return the flow, or a draft of it if its graph makes no blocks."""
        self._found += [_unseen(base) for base in self._flow.unseen]
        declared = read_members(self._flow, self._project)
        self._found += declared.diagnostics
        settings = self._settings(declared)
        reader = StepReader(
            declared=declared,
            project=self._project,
            decorations=self._decorations,
            base=settings.base_dependencies,
            has_unseen_bases=bool(self._flow.unseen),
        )
        steps = reader.read()
        self._found += steps.diagnostics
        block = self._structured(steps)
        likely = None if block else self._likely(steps)
        tasks = tuple(step.task for step in steps.steps)
        draft = self._assembled(block or likely or tasks, declared, settings)
        return ReadFlow(
            name=self._flow.name,
            flow=draft if block else None,
            draft=None if block else draft,
            draft_has_structure=likely is not None,
            diagnostics=tuple(_once(self._found)),
        )

    def _settings(self, declared: Declared) -> FlowSettings:
        calls: list[Call] = []
        for symbol in self._flow.lineage:
            # Those of a base hold as well, unless a class nearer to the flow has its own.
            taken = {call.name for call in calls}
            decorated = self._class_decorators(symbol, declared)
            calls += [call for call in decorated.calls if call.name not in taken]
            self._found += decorated.diagnostics
            self._is_opaque |= decorated.is_opaque
        settings, found = flow_settings(calls)
        self._found += found
        return settings

    def _class_decorators(self, symbol: ClassSymbol, declared: Declared) -> Decorated:
        # Names of the class body are not bound yet above the class, but `config_expr` knows them.
        configs = {name: declared.values[name] for name in declared.configs}
        named = {one.name: declared.values[name] for name, one in declared.configs.items()}
        scope = Scope(module=symbol.module, members=configs, configs=named)
        names = Scope(module=symbol.module)
        return self._decorations.read(symbol.node.decorator_list, scope, names)

    def _are_members_known(self, declared: Declared) -> bool:
        is_dynamic = "__getattr__" in declared.methods or "__getattribute__" in declared.methods
        is_short = any(found.rule is rules.FORGOTTEN_STEP for found in self._found)
        return not (self._flow.unseen or self._is_opaque or is_dynamic or is_short)

    def _structured(self, steps: Steps) -> Block | None:
        if not steps.are_known:
            return None
        block, found = structure(steps.graph(self._flow))
        self._found += found
        return block

    def _likely(self, steps: Steps) -> Block | None:
        return likely_block(steps.graph(self._flow)) if steps.are_known else None

    def _assembled(self, body: Block, declared: Declared, settings: FlowSettings) -> Flow:
        node = self._flow.symbol.node
        span = name_span(node, self._module.span(node))
        return Flow(
            name=node.name,
            body=body,
            origin=Origin(path=self._module.source.path, entrypoint=node.name),
            doc=ast.get_docstring(node) or "",
            parameters=tuple(declared.parameters.values()),
            configs=tuple(declared.configs.values()),
            members=_members(declared),
            members_known=self._are_members_known(declared),
            schedule=settings.schedule,
            triggers=settings.triggers,
            project=self._deployed(settings.project),
            hooks=settings.hooks,
            extensions=settings.extensions,
            span=span,
        )

    def _deployed(self, project: ir.Project | None) -> ir.Project | None:
        """Return the project with what the command line says about branch and production."""
        if project is None:
            return None
        options = self._project.options
        return replace(
            project,
            branch=options.branch or project.branch,
            production=options.production or project.production,
        )


def _once(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what was found, but only once what is said of a decorator that many steps have."""
    told: set[tuple[str, str]] = set()
    for one in found:
        key = (one.rule.code, one.message)
        if one.rule not in _OF_DECORATORS or key not in told:
            yield one
        told.add(key)


def _members(declared: Declared) -> tuple[str, ...]:
    names = {*declared.attributes, *declared.methods, *assigned_in_init(declared)}
    return tuple(sorted(names))


def _with_digest(flows: tuple[ReadFlow, ...], project: Project) -> tuple[ReadFlow, ...]:
    """Note in each flow what it was read from, once everything has been read."""
    digest, files = project.digest()
    environment = tuple(sorted(project.environment_read))

    def noted(flow: Flow | None) -> Flow | None:
        if flow is None:
            return None
        origin = replace(flow.origin, digest=digest, files=files, environment=environment)
        return replace(flow, origin=origin)

    return tuple(replace(one, flow=noted(one.flow), draft=noted(one.draft)) for one in flows)


def _unseen(base: UnseenBase) -> Diagnostic:
    span = base.module.span(base.node)
    if base.is_bound:
        return Diagnostic(
            rule=rules.UNSEEN_BASE,
            message=f"the base `{base.text}` could not be read: what it declares is not known",
            span=span,
            help="install the package that defines it where the flow is compiled",
        )
    return Diagnostic(
        rule=rules.UNBOUND_BASE,
        message=f"nothing in the file defines or imports the base `{base.text}`",
        span=span,
        help=_advice(base.text, base.module),
    )


def _advice(name: str, module: Module) -> str:
    if name == "FlowSpec":
        return "import it: `from metaflow import FlowSpec`"
    meant = suggest(name, ["FlowSpec", *module.names])
    return f"did you mean `{meant}`?" if meant else f"define or import `{name}`"
