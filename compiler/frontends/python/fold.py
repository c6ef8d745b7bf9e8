"""Computes the value of an expression by reading, or says why that cannot be done.

    IMAGE = f"{REGISTRY}/train:{VERSION}"     # Known("acme/train:3"), wherever the two stand
    TOKEN = os.environ.get("TOKEN")           # Known(…, reference="TOKEN")
    ROWS = load_rows()                        # Unknown(reason="…", help="…")

Work and depth are bounded: a name costs what it cost the first time, so that values which double
with every line end as Unknown, not in a hang.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python import configs, fold_calls, fold_members, fold_parts, paths
from compiler.frontends.python.plain import (
    Value,
    depth_of,
    environment_of,
    resting_on,
    truth_of,
    undecided,
    weight_of,
)
from compiler.frontends.python.resolve import lookup, missing_module, position, resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    LanguageName,
    Module,
    ModuleSymbol,
    Scope,
    Unbound,
    ValueSymbol,
)
from compiler.language.values import Code, Folded, Known, Unknown
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import Binding

_DEEPEST = 90
_MOST_WORK = 100_000


def fold(expr: ast.expr, scope: Scope, project: Project) -> Folded:
    """Return the value of `expr` where `scope` is; `Unknown` says why it could not be found."""
    return project.folder.fold(expr, scope)


def truth(expr: ast.expr, scope: Scope, project: Project) -> bool | None:
    """Say whether `expr` is true where `scope` is; None if that is not known."""
    return truth_of(project.folder.fold(expr, scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Once:
    """A value with the work and the depth of recursion that computing it took."""

    value: Value
    cost: int
    depth: int


class Folder:
    """What folding in one project knows: values of names met before, and how much work is left."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.calls = 0
        self._configs: dict[int, Value] = {}
        self._depth = 0
        self._deepest = 0
        self._left = _MOST_WORK
        self._running: set[int] = set()
        self._values: dict[int, _Once] = {}

    def fold(self, expr: ast.expr, scope: Scope) -> Folded:
        """Return the value of `expr` as it leaves the folding: without any path of this machine."""
        if self._depth == 0:
            self._left = _MOST_WORK
        value = self.value(expr, scope)
        # A list may hold what was left undone; the whole is then not to be relied on.
        return paths.relative(value if self._left >= 0 else _too_much(scope, expr))

    def value(self, expr: ast.expr, scope: Scope) -> Value:
        """Return the value of `expr`, within the bounds of this folding."""
        self._left -= 1
        if self._left < 0 or self._depth >= _DEEPEST:
            return self._give_up(expr, scope)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        try:
            value = self._value(expr, scope)
        finally:
            self._depth -= 1
        self._left -= weight_of(value)
        return value

    def _give_up(self, expr: ast.expr, scope: Scope) -> Unknown:
        """Leave no work for the rest of this folding, which has no value now whatever it gives."""
        self._left = -1
        return _too_much(scope, expr)

    def once(self, expr: ast.expr, scope: Scope) -> Value:
        """Return the value of `expr`, computed at most once; `scope` must be its module's own."""
        if id(expr) in self._running:
            reason = "its value depends on itself"
            return Unknown(reason=reason, span=scope.module.span(expr))
        known = self._values.get(id(expr))
        if known is not None:
            self._left -= known.cost
            self._deepest = max(self._deepest, self._depth + known.depth)
            fits = self._left >= 0 and self._depth + known.depth < _DEEPEST
            return known.value if fits else self._give_up(expr, scope)
        self._running.add(id(expr))
        try:
            return self._first(expr, scope)
        finally:
            self._running.discard(id(expr))

    def _first(self, expr: ast.expr, scope: Scope) -> Value:
        """Compute a value and keep it with what it cost."""
        left, deepest = self._left, self._deepest
        self._deepest = self._depth
        value = self.value(expr, scope)
        if self._left >= 0:
            depth = self._deepest - self._depth
            self._values[id(expr)] = _Once(value=value, cost=left - self._left, depth=depth)
        self._deepest = max(deepest, self._deepest)
        return value

    def config(self, node: ast.Call, scope: Scope) -> Value:
        """Return the value of the Config that the call `node` declares."""
        if id(node) not in self._configs:
            self._configs[id(node)] = configs.value_of(node, scope, self.project)
        return self._configs[id(node)]

    def _value(self, expr: ast.expr, scope: Scope) -> Value:
        match expr:
            case ast.Constant():
                return fold_parts.constant(expr, scope)
            case ast.Name():
                return self._name(expr, scope)
            case ast.Attribute():
                return self._attribute(expr, scope)
            case ast.Call():
                return fold_calls.call(self, expr, scope)
            case ast.IfExp():
                return self._conditional(expr, scope)
            case ast.NamedExpr(value=value):
                return self.value(value, scope)
            case ast.Lambda():
                return Code(source=scope.module.text(expr), span=scope.module.span(expr))
            case _:
                return fold_parts.compound(self, expr, scope)

    def _name(self, node: ast.Name, scope: Scope) -> Value:
        if node.id in scope.local:
            return scope.local[node.id]
        if node.id in scope.imports:
            return self._symbol(node, scope)
        member = scope.members.get(node.id)
        if isinstance(member, ast.expr):
            others = {name: one for name, one in scope.members.items() if name != node.id}
            return self.value(member, Scope(module=scope.module, members=others))
        if member is not None:
            return member if depth_of(member) < _DEEPEST else _too_much(scope, node)
        bindings = lookup(
            node.id, None if scope.inside else position(node), scope.module, self.project
        )
        if len(bindings) > 1:
            return self._one_of(node, bindings, scope)
        if bindings and bindings[0].value is None:
            return _unfollowed(node, bindings[0], scope)
        return self._symbol(node, scope)

    def _one_of(self, node: ast.Name, bindings: Sequence[Binding], scope: Scope) -> Value:
        """Return the value of a name if every way in which it may be assigned gives the same."""
        module = Scope(module=scope.module)
        found = [
            self.once(binding.value, module) if isinstance(binding.value, ast.expr) else None
            for binding in bindings
        ]
        if isinstance(found[0], Known) and all(one == found[0] for one in found):
            return found[0]
        lines = sorted({binding.node.lineno for binding in bindings})
        shown = " and ".join(str(line) for line in lines)
        return Unknown(
            reason=f"`{node.id}` is assigned in lines {shown} of {scope.module.source.path}, and "
            "which of them counts is decided only when it runs",
            help=f"assign `{node.id}` once, or choose by something that can be read",
            span=scope.module.span(node),
        )

    def _symbol(self, node: ast.Name | ast.Attribute, scope: Scope) -> Value:
        """Return the value of what a name or a chain of attributes stands for."""
        span = scope.module.span(node)
        match resolve(node, scope, self.project):
            case ValueSymbol(value=value, module=module) if value is not node:
                if isinstance(value, ast.Name):
                    return self.value(value, Scope(module=module))
                return self.once(value, Scope(module=module))
            case ValueSymbol():
                return Unknown(reason="how it is assigned could not be followed", span=span)
            case FunctionSymbol(node=found, module=module) | ClassSymbol(node=found, module=module):
                return Code(name=self._dotted(module, found.name), span=span)
            case External(name="__file__"):
                return self._file(scope, node)
            case External(name="os.sep" | "os.path.sep"):
                return Known(value="/", span=span)
            case Unbound(name=name):
                return Unknown(reason=f"nothing binds the name `{name}`", span=span)
            case External(name=name) | ModuleSymbol(name=name):
                missing = missing_module(name, scope.module, self.project)
                source = scope.module.text(node)
                return Code(name=name, source=source, missing=missing, span=span)
            case LanguageName(name=name):
                return Code(name=name, source=scope.module.text(node), span=span)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        symbol = resolve(node, scope, self.project)
        if not isinstance(symbol, ValueSymbol):
            return self._symbol(node, scope)
        if symbol.value is not node and not self._is_of_class(node, scope):
            return self._symbol(node, scope)
        return fold_members.attribute(self, node, scope)

    def _is_of_class(self, node: ast.Attribute, scope: Scope) -> bool:
        return isinstance(resolve(node.value, scope, self.project), ClassSymbol)

    def _conditional(self, node: ast.IfExp, scope: Scope) -> Value:
        test = self.value(node.test, scope)
        truth = truth_of(test)
        if truth is None:
            return undecided(test, scope.module.span(node.test))
        chosen = self.value(node.body if truth else node.orelse, scope)
        return resting_on(chosen, environment_of(test))

    def _dotted(self, module: Module, name: str) -> str:
        return name if module is self.project.entry else f"{module.name}.{name}"

    def _file(self, scope: Scope, node: ast.expr) -> Value:
        span = scope.module.span(node)
        if not scope.module.own:
            reason = "it depends on where a package is installed"
            return Unknown(reason=reason, span=span)
        return paths.own_file(scope.module.source.path, span)


def _too_much(scope: Scope, expr: ast.expr) -> Unknown:
    return Unknown(
        reason="it takes too many steps to compute",
        help="write the value itself",
        span=scope.module.span(expr),
    )


def _unfollowed(node: ast.Name, binding: Binding, scope: Scope) -> Unknown:
    return Unknown(
        reason=f"`{node.id}` gets its value in line {binding.node.lineno} of "
        f"{scope.module.source.path} in a way that only running code can follow",
        help=f"assign `{node.id}` one value that can be read",
        span=scope.module.span(node),
    )
