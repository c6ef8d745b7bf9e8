"""Reads the decorators of a step or a flow, as calls of the language with folded arguments.

@gpu                    def gpu(f): return kubernetes(gpu=1)(retry(f))
@step                   calls: kubernetes(gpu=1), retry()
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import rules_flows as rules
from compiler.frontends.python.calls import call_of
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionNode,
    LanguageName,
    Module,
    ModuleSymbol,
    Scope,
    Symbol,
    Unbound,
)
from compiler.frontends.python.wrappers import (
    is_harmless,
    may_assign,
    mutator_of,
    names_decorators,
)
from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS
from compiler.language.plugins import plugin
from compiler.language.values import Call, Code, Known
from compiler.language.vocabulary import is_known
from compiler.names import suggest
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.frontends.python.composed_values import NotFollowed
    from compiler.frontends.python.project import Project

LANGUAGE_DECORATORS: Mapping[str, object] = {**STEP_DECORATORS, **FLOW_DECORATORS, "step": None}


@dataclass(slots=True, kw_only=True)
class Decorated:
    """What the decorators of one step or flow are; `calls` are outermost first, without `step`.

    `is_opaque` says that one of them runs code that may assign artifacts.
    """

    calls: list[Call] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    is_step: bool = False
    is_start: bool = False
    is_end: bool = False
    is_opaque: bool = False

    def add(self, call: Call) -> None:
        """Note one decorator of the language."""
        if call.name != "step":
            self.calls.append(call)
            return
        self.is_step = True
        self.is_start |= _is_set(call, "start")
        self.is_end |= _is_set(call, "end")


class Decorations:
    """Reads decorators in one project; what a plain name stands for is looked up once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._symbols: dict[tuple[int, str], Symbol] = {}

    def read(
        self, nodes: Sequence[ast.expr], scope: Scope, names: Scope | None = None
    ) -> Decorated:
        """Return what the decorators `nodes`, written where `scope` is, mean together.

        `names` is where the decorators themselves are looked up, if not in `scope`.
        """
        decorated = Decorated()
        for node in nodes:
            self._read(node, self.symbol(node, names or scope), scope, decorated)
        return decorated

    def is_step(self, node: FunctionNode, scope: Scope) -> bool:
        """Say whether a method is marked as a step, by `@step` itself."""
        return any(
            isinstance(symbol, LanguageName) and symbol.name == "step"
            for symbol in (self.symbol(one, scope) for one in node.decorator_list)
        )

    def symbol(self, node: ast.expr, scope: Scope) -> Symbol:
        """Return what a decorator, with or without a call, stands for."""
        target = node.func if isinstance(node, ast.Call) else node
        module = scope.module
        if not isinstance(target, ast.Name) or target.id in scope.members:
            return resolve(target, scope, self._project)
        if len(module.names.get(target.id, ())) != 1:
            return resolve(target, scope, self._project)
        key = (id(module), target.id)
        if key not in self._symbols:
            self._symbols[key] = resolve(target, scope, self._project)
        return self._symbols[key]

    def _read(self, node: ast.expr, symbol: Symbol, scope: Scope, decorated: Decorated) -> None:
        match symbol:
            case LanguageName(name=name):
                unknown = _unknown(symbol, node, scope.module)
                decorated.diagnostics += unknown
                decorated.is_opaque |= bool(unknown)
                decorated.add(call_of(node, name, scope, self._project))
            case Unbound(name=name):
                decorated.diagnostics.append(_unbound(name, node, scope.module))
            case External(name=name) if is_harmless(name):
                return
            case External() | ModuleSymbol():
                decorated.is_opaque = True
                decorated.diagnostics.append(_unread(node, scope.module))
            case ClassSymbol() if mutator_of(symbol, self._project):
                decorated.is_opaque = True
                decorated.diagnostics.append(_mutator(symbol, node, scope.module))
            case _:
                self._compose(node, symbol, scope, decorated)

    def _compose(self, node: ast.expr, symbol: Symbol, scope: Scope, decorated: Decorated) -> None:
        """Follow a decorator of the project; where that fails it is kept as a wrapper."""
        from compiler.frontends.python.composition import (  # noqa: PLC0415 - seldom needed
            Composer,
            NotFollowed,
        )

        composer = Composer(self._project, scope)
        try:
            calls = composer.applied(node)
        except NotFollowed as obstacle:
            decorated.is_opaque |= may_assign(symbol)
            decorated.diagnostics += self._not_followed(node, symbol, scope, obstacle)
            return
        decorated.is_opaque |= composer.has_wrapper and may_assign(symbol)
        for call in calls:
            decorated.add(call)

    def _not_followed(
        self, node: ast.expr, symbol: Symbol, scope: Scope, obstacle: NotFollowed
    ) -> list[Diagnostic]:
        names = names_decorators(node, symbol, scope, self._project)
        if not names:
            return []
        quoted = ", ".join(f"`@{name}`" for name in names)
        found = Diagnostic(
            rule=rules.UNDECIDED_DECORATOR,
            message=f"whether `{_shown(node, scope.module)}` applies {quoted} is not known:"
            f" {obstacle.reason}",
            span=scope.module.span(node),
            help=obstacle.advice or f"write `@{names[0]}(…)` at the step itself",
        )
        return [found]


def _is_set(call: Call, name: str) -> bool:
    match [one.value for one in call.arguments if one.name == name]:
        case [Known(value=value)]:
            return bool(value)
        case [Code()]:
            return True
        case _:
            return False


def _unknown(symbol: LanguageName, node: ast.expr, module: Module) -> list[Diagnostic]:
    if symbol.name in LANGUAGE_DECORATORS or plugin(symbol.name) is not None:
        return []
    if is_known(symbol.name):
        reason = "is no decorator"
    elif symbol.package in ("metaflow", "flowc"):
        reason = "is not a name of Metaflow's own"
    else:
        reason = f"comes from `{symbol.package}`"
    found = Diagnostic(
        rule=rules.UNKNOWN_NAME,
        message=f"`{symbol.name}` {reason}, so it is left to the task",
        span=module.span(node),
        help=_meant(symbol.name) or _how_to_teach(symbol),
    )
    return [found]


def _how_to_teach(symbol: LanguageName) -> str:
    if symbol.package not in ("metaflow", "flowc"):
        return "nothing to do if it acts inside the task only"
    return "leave it out, or register it in a package under the entry point `flowc.decorators`"


def _meant(name: str) -> str:
    meant = suggest(name, LANGUAGE_DECORATORS)
    return f"did you mean `{meant}`?" if meant else ""


def _unbound(name: str, node: ast.expr, module: Module) -> Diagnostic:
    if name in LANGUAGE_DECORATORS:
        advice = f"import it: `from metaflow import {name}`"
    else:
        meant = suggest(name, [*LANGUAGE_DECORATORS, *module.names])
        advice = f"did you mean `@{meant}`?" if meant else f"define or import `{name}`"
    return Diagnostic(
        rule=rules.UNBOUND_DECORATOR,
        message=f"nothing in the file defines or imports the decorator `{name}`",
        span=module.span(node),
        help=advice,
    )


def _unread(node: ast.expr, module: Module) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNREAD_WRAPPER,
        message=f"the source of the decorator `{_shown(node, module)}` was not found",
        span=module.span(node),
        help="if it asks for compute, retries or secrets, write these decorators at the step too",
    )


def _mutator(symbol: ClassSymbol, node: ast.expr, module: Module) -> Diagnostic:
    return Diagnostic(
        rule=rules.MUTATOR,
        message=f"what the mutator `{symbol.node.name}` changes is not seen by the compiler",
        span=module.span(node),
        help="write the decorators that it adds at the step, or give them with `--with`",
    )


def _shown(node: ast.expr, module: Module) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return module.text(target)
