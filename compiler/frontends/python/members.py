"""Reads what the bodies of a flow's classes declare: methods, parameters, configs, attributes.

class TrainFlow(Base):
    alpha = Parameter("alpha", default=0.1)        Declared.parameters
    config = Config("config", default="c.json")    Declared.configs, and a value in the scope
    LIMIT = 3                                      Declared.attributes
    def helper(self): ...                          Declared.methods
"""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.frontends.python.calls import call_of
from compiler.frontends.python.classes import FlowClass, class_body
from compiler.frontends.python.configs import read_config
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    FunctionNode,
    LanguageName,
    Scope,
)
from compiler.ir.settings import Config, Parameter
from compiler.language.files import include_file
from compiler.language.parameters import parameter
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.diagnostics import Diagnostic
    from compiler.frontends.python.project import Project
    from compiler.frontends.python.symbols import Module
    from compiler.language.values import Folded

PROPERTIES = frozenset(("property", "functools.cached_property"))
_DECLARATIONS = frozenset(("Parameter", "IncludeFile", "Config"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A function of a class; `scope` is what its decorators see, `depth` the class's place.

    `depth` counts along the lineage: 0 is the flow's own class.
    """

    node: FunctionNode
    owner: ClassSymbol
    scope: Scope
    depth: int


@dataclass(slots=True, kw_only=True)
class Declared:
    """Everything that a flow's classes declare; of each name the nearest declaration.

    `methods` holds every function of a name, the one in force last; `scopes` what can be seen at
    the end of each class's body, by the class's place in the lineage.
    """

    methods: dict[str, list[Method]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    configs: dict[str, Config] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    values: dict[str, Folded | ast.expr] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def method(self, name: str) -> Method | None:
        """Return the method that `self.<name>` calls."""
        return self.methods[name][-1] if name in self.methods else None

    def method_above(self, name: str, depth: int) -> Method | None:
        """Return the method that `super().<name>` calls in the class at `depth`."""
        above = [method for method in self.methods.get(name, ()) if method.depth > depth]
        return above[-1] if above else None


def read_members(flow: FlowClass, project: Project) -> Declared:
    """Return what the classes of `flow` declare, the farthest base first."""
    reader = _Reader(project)
    for depth in range(len(flow.lineage) - 1, -1, -1):
        reader.read(flow.lineage[depth], depth)
    return reader.declared


class _Reader:
    """Reads class bodies one after another; a later class hides what an earlier one declared."""

    def __init__(self, project: Project) -> None:
        self.declared = Declared()
        self._project = project
        self._inherited: dict[str, Folded | ast.expr] = {}
        self._configs: dict[str, Folded | ast.expr] = {}

    def read(self, symbol: ClassSymbol, depth: int) -> None:
        names: dict[str, Folded | ast.expr] = dict(self._inherited)
        scope = self._scope(symbol.module, names)
        is_shared = False
        for statement in class_body(symbol.node):
            if isinstance(statement, FunctionNode):
                method = Method(node=statement, owner=symbol, scope=scope, depth=depth)
                self._method(method)
                is_shared = True
                continue
            for name, value in _bound(statement):
                if is_shared:
                    # Decorators above saw the names bound before them, and keep that view.
                    names = dict(names)
                    scope, is_shared = self._scope(symbol.module, names), False
                self._attribute(name, value, scope, names)
        self.declared.values |= names

    def _scope(self, module: Module, names: dict[str, Folded | ast.expr]) -> Scope:
        return Scope(module=module, members=names, configs=self._configs)

    def _method(self, method: Method) -> None:
        name = method.node.name
        self._forget(name)
        self.declared.methods.setdefault(name, []).append(method)

    def _attribute(
        self,
        name: str,
        value: ast.expr | None,
        scope: Scope,
        names: dict[str, Folded | ast.expr],
    ) -> None:
        self._forget(name)
        self.declared.methods.pop(name, None)
        self.declared.attributes.add(name)
        if value is None:
            names.pop(name, None)
            return
        config = None
        if isinstance(value, ast.Call):
            # A name in its own declaration is the one before: `config = Config("config")`.
            config = self._declaration(name, value, scope)
        names[name] = value if config is None else config

    def _declaration(self, name: str, node: ast.Call, scope: Scope) -> Folded | None:
        """Note what `name = node` declares, if anything; return the value of a Config."""
        kind = self._kind(node.func, scope)
        if kind not in _DECLARATIONS:
            return None
        self.declared.attributes.discard(name)
        if kind == "Config":
            return self._config(name, node, scope)
        declare = parameter if kind == "Parameter" else include_file
        found, diagnostics = declare(call_of(node, kind, scope, self._project), name)
        self.declared.diagnostics += diagnostics
        if found is not None:
            self.declared.parameters[name] = found
        return None

    def _config(self, name: str, node: ast.Call, scope: Scope) -> Folded | None:
        read = read_config(node, name, scope, self._project)
        if read is None:
            return None
        self.declared.diagnostics += read.diagnostics
        self.declared.configs[name] = read.config
        self._inherited[name] = self._configs[read.config.name] = read.value
        return read.value

    def _kind(self, function: ast.expr, scope: Scope) -> str:
        match resolve(function, scope, self._project):
            case LanguageName(name=name):
                return name
            case ClassSymbol(node=ast.ClassDef(bases=[base]), module=module):
                # `class PathParameter(Parameter)` declares a parameter all the same.
                found = resolve(base, Scope(module=module), self._project)
                return found.name if isinstance(found, LanguageName) else ""
            case _:
                return ""

    def _forget(self, name: str) -> None:
        """Drop what a farther class, or an earlier line, declared under `name`."""
        self.declared.parameters.pop(name, None)
        self.declared.configs.pop(name, None)
        self.declared.attributes.discard(name)
        self._inherited.pop(name, None)


def is_property(method: Method) -> bool:
    """Say whether reading `self.<name>` runs `method`."""
    return any(_decorator_name(one) in PROPERTIES for one in method.node.decorator_list)


def is_static(node: FunctionNode) -> bool:
    """Say whether the first parameter of a method is not the flow."""
    return any(
        isinstance(one, ast.Name) and one.id in ("staticmethod", "classmethod")
        for one in node.decorator_list
    )


def assigned_in_init(declared: Declared) -> Iterator[str]:
    """Yield the attributes that `__init__` assigns: every run has them."""
    for method in declared.methods.get("__init__", ()):
        for node in ast.walk(method.node):
            match node:
                case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()):
                    yield name
                case _:
                    continue


def _decorator_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id="cached_property") | ast.Attribute(attr="cached_property"):
            return "functools.cached_property"
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr="setter" | "getter" | "deleter"):
            return "property"
        case _:
            return ""


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield what a statement of a class body binds; None for what is no plain value."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _targets(target, value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(id=name)) | ast.ClassDef(name=name):
            yield name, None
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or alias.name.partition(".")[0], None
        case ast.For(target=ast.Name(id=name)):
            yield name, None
        case _:
            return


def _targets(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            for index, inner in enumerate(targets):
                if isinstance(inner, ast.Name):
                    yield inner.id, values[index] if len(values) == len(targets) else None
        case _:
            return
