"""Says what a name or a dotted name in source stands for, through aliases, imports and packages.

import metaflow as mf
again = mf.retry
@again(times=2)          # resolves to LanguageName("retry")
"""

from __future__ import annotations

import ast
import builtins
import sys
from typing import TYPE_CHECKING

from compiler.frontends.python.symbols import (
    Binding,
    ClassSymbol,
    External,
    FunctionSymbol,
    ImportedName,
    LanguageName,
    Module,
    ModuleSymbol,
    Scope,
    Symbol,
    Unbound,
    ValueSymbol,
)
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.frontends.python.project import Project

BUILTINS = frozenset(dir(builtins))
LANGUAGE_PACKAGES = frozenset(("metaflow", "flowc", "metaflow_extensions"))
_LONGEST_CHAIN = 60

Position = tuple[int, int]


def resolve(expr: ast.expr, scope: Scope, project: Project) -> Symbol:
    """Return what `expr`, a name or a chain of attributes, stands for where `scope` is.

    A name that is an alias of another name is followed to what it finally names. Any other
    expression is a `ValueSymbol`, and so is a name whose value only folding can tell.
    """
    return _Resolver(project=project).expression(expr, scope)


def lookup(name: str, at: Position | None, module: Module, project: Project) -> Sequence[Binding]:
    """Return what binds `name` where the file `module` has come to the position `at`.

    None stands for its end. More than one binding means that a condition which reading cannot
    decide chooses between them; the last of them is the unconditional one, if there is one.
    """
    bindings = module.names.get(name, ())
    if len(bindings) == 1:
        return bindings
    earlier = [one for one in bindings if at is None or _end(one.node) <= at] or bindings
    return _chosen(earlier, module, project)


def position(node: ast.expr) -> Position:
    """Return where `node` begins, to compare with where statements end."""
    return (node.lineno, node.col_offset)


@dataclass(slots=True, kw_only=True, eq=False)
class _Resolver:
    """One resolution; `left` bounds how many aliases and re-exports it follows."""

    project: Project
    left: int = _LONGEST_CHAIN

    def expression(self, expr: ast.expr, scope: Scope) -> Symbol:
        attributes: list[str] = []
        base = expr
        while isinstance(base, ast.Attribute):
            attributes.append(base.attr)
            base = base.value
        if not isinstance(base, ast.Name):
            return ValueSymbol(value=expr, module=scope.module)
        symbol: Symbol | None = self._name(base, scope)
        for attribute in reversed(attributes):
            symbol = None if symbol is None else self._attribute(symbol, attribute)
        return symbol or ValueSymbol(value=expr, module=scope.module)

    def _name(self, node: ast.Name, scope: Scope) -> Symbol:
        if node.id in scope.local:
            return ValueSymbol(value=node, module=scope.module)
        if node.id in scope.imports:
            return self._import(scope.imports[node.id], scope.module)
        member = scope.members.get(node.id)
        if member is None:
            found = self._in_module(node, scope.module, inside=scope.inside)
            return found or self._elsewhere(node.id, scope.module)
        if not isinstance(member, ast.Name | ast.Attribute) or not self._may_go_on():
            return ValueSymbol(value=node, module=scope.module)
        others = {name: value for name, value in scope.members.items() if name != node.id}
        return self.expression(member, Scope(module=scope.module, members=others))

    def _in_module(self, node: ast.Name, module: Module, *, inside: bool = False) -> Symbol | None:
        """Return what the name `node` is bound to in `module` itself, or None."""
        at = None if inside else position(node)
        bindings = lookup(node.id, at, module, self.project)
        if not bindings or not self._may_go_on():
            return None
        definitions = [one for one in bindings if not isinstance(one.value, ast.expr | None)]
        if len(bindings) > 1 and not definitions:
            return ValueSymbol(value=node, module=module)
        match (definitions or bindings)[0].value:
            case ImportedName() as imported:
                return self._import(imported, module)
            case ast.ClassDef() as found:
                return ClassSymbol(node=found, module=module)
            case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
                return FunctionSymbol(node=function, module=module)
            case ast.Name() | ast.Attribute() as alias:
                return self.expression(alias, Scope(module=module))
            case ast.expr() as value:
                return ValueSymbol(value=value, module=module)
            case None:
                return ValueSymbol(value=node, module=module)

    def _elsewhere(self, name: str, module: Module) -> Symbol:
        """Return what `name`, which `module` does not bind, is: starred, built in or nothing."""
        unseen: Symbol | None = None
        for star in reversed(module.stars):
            place = self.project.find(star.module, star.level, module)
            found = None if place is None else self.project.at(place)
            if found is not None and self._may_go_on():
                symbol = self._in_module(_name_at_end(name), found) or self._elsewhere(name, found)
                if not isinstance(symbol, Unbound | External):
                    return symbol
            else:
                unseen = unseen or self._unread(star.module, name, star.level)
        if name in BUILTINS or name in ("__file__", "__name__"):
            return External(name=name)
        return unseen or Unbound(name=name)

    def _import(self, imported: ImportedName, importer: Module) -> Symbol:
        dotted, name = imported.module, imported.name
        place = self.project.find(dotted, imported.level, importer)
        if place is None:
            return self._unread(dotted, name, imported.level)
        module = self.project.at(place)
        if name is None:
            return ModuleSymbol(name=place.name, module=module)
        if module is None:
            return External(name=f"{dotted}.{name}")
        return self._of_module(module, name)

    def _of_module(self, module: Module, name: str) -> Symbol:
        """Return what `name` is for those who import it from `module`."""
        found = self._in_module(_name_at_end(name), module)
        if found is not None:
            return found
        inside = self.project.find_inside(module, name)
        if inside is not None:
            return ModuleSymbol(name=inside.name, module=self.project.at(inside))
        symbol = self._elsewhere(name, module) if module.stars else Unbound(name=name)
        if isinstance(symbol, Unbound) and (not module.own or "__getattr__" in module.names):
            return External(name=f"{module.name}.{name}")
        return symbol

    def _unread(self, dotted: str, name: str | None, level: int) -> Symbol:
        """Return what an import of a package whose source is not read gives."""
        if not level and is_language(dotted):
            return ModuleSymbol(name=dotted, module=None) if name is None else _public(dotted, name)
        if name is None:
            return ModuleSymbol(name=dotted, module=None)
        return External(name=f"{dotted}.{name}" if dotted else name)

    def _attribute(self, symbol: Symbol, name: str) -> Symbol | None:
        match symbol:
            case LanguageName():
                return LanguageName(name=f"{symbol.name}.{name}", package=symbol.package)
            case ModuleSymbol(name=dotted, module=None):
                return self._unread(dotted, name, 0)
            case ModuleSymbol(module=Module() as module):
                return self._of_module(module, name)
            case ClassSymbol():
                return self._class_member(symbol, name)
            case External():
                return External(name=f"{symbol.name}.{name}")
            case Unbound():
                return Unbound(name=symbol.name)
            case FunctionSymbol() | ValueSymbol():
                return None
            case ModuleSymbol():
                raise AssertionError(symbol)

    def _class_member(self, symbol: ClassSymbol, name: str) -> Symbol | None:
        """Return the member `name` of a class, its own or of the nearest base that has it."""
        module = symbol.module
        for statement in reversed(symbol.node.body):
            match statement:
                case ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found) if (
                    found == name
                ):
                    return FunctionSymbol(node=statement, module=module)
                case ast.ClassDef(name=found) if found == name:
                    return ClassSymbol(node=statement, module=module)
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    return ValueSymbol(value=value, module=module)
                case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if (
                    found == name
                ):
                    return ValueSymbol(value=value, module=module)
                case _:
                    continue
        return self._inherited(symbol, name)

    def _inherited(self, symbol: ClassSymbol, name: str) -> Symbol | None:
        for base in symbol.node.bases:
            parent = self.expression(base, Scope(module=symbol.module))
            if isinstance(parent, ClassSymbol) and self._may_go_on():
                found = self._class_member(parent, name)
                if found is not None:
                    return found
        return None

    def _may_go_on(self) -> bool:
        self.left -= 1
        return self.left > 0


def is_language(dotted: str) -> bool:
    """Say whether a module of this name belongs to the authoring language or extends it."""
    package = dotted.partition(".")[0]
    return package in LANGUAGE_PACKAGES or package.startswith("metaflow_")


def _public(dotted: str, name: str) -> LanguageName:
    """Return a name of the language as its documentation has it, wherever it was imported from.

    `metaflow.cards.Markdown` stays below `cards`; other inner modules are no part of a name:
    `metaflow.client.core.Flow` is `Flow`.
    """
    package, _, inner = dotted.partition(".")
    if inner == "cards" or inner.startswith("plugins.cards"):
        return LanguageName(name=f"cards.{name}", package=package)
    return LanguageName(name=name, package=package)


def _chosen(bindings: Sequence[Binding], module: Module, project: Project) -> Sequence[Binding]:
    """Return those of `bindings` that may be the one in force, the last first."""
    if any(one.fallback for one in bindings):
        language = [one for one in bindings if _is_language_import(one)]
        if language:
            return language[-1:]
        bindings = _without_failing(bindings, module, project)
    chosen: list[Binding] = []
    for binding in reversed(bindings):
        runs = _runs(binding, module, project)
        if runs is not False:
            chosen.append(binding)
        if runs:
            break
    return chosen or bindings[-1:]


def _without_failing(
    bindings: Sequence[Binding], module: Module, project: Project
) -> Sequence[Binding]:
    """Leave out what stands in an `except`, unless the import that it stands in for fails."""
    tried = [one for one in bindings if not one.fallback]
    working = [one for one in tried if not _is_missing_import(one, module, project)]
    return working or [one for one in bindings if one.fallback] or tried


def missing_module(dotted: str, importer: Module, project: Project) -> str:
    """Return the package of `dotted`, as `importer` names it, if its source was not found."""
    top = dotted.partition(".")[0]
    if top in sys.stdlib_module_names or hasattr(builtins, top):
        return ""
    return "" if project.find(top, 0, importer) else top


def _is_missing_import(binding: Binding, module: Module, project: Project) -> bool:
    match binding.value:
        case ImportedName(module=dotted, level=level):
            known = not level and dotted.partition(".")[0] in sys.stdlib_module_names
            return not known and project.find(dotted, level, module) is None
        case _:
            return False


def _is_language_import(binding: Binding) -> bool:
    match binding.value:
        case ImportedName(module=dotted, level=0):
            return is_language(dotted)
        case _:
            return False


def _runs(binding: Binding, module: Module, project: Project) -> bool | None:
    """Say whether the statement of `binding` runs when its file is imported; None if unknown."""
    known: bool | None = True
    for guard in binding.guards:
        decided = None if guard.test is None else holds(guard.test, module, project)
        if decided is not None and decided != guard.wanted:
            return False
        if decided is None:
            known = None
    return known


def holds(test: ast.expr, module: Module, project: Project) -> bool | None:
    """Say whether the condition `test` holds when a task imports `module`; None if unknown."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return False
        case ast.Compare(left=ast.Name(id="__name__")):
            return False
        case _:
            return project.holds(test, module)


def _end(statement: ast.stmt) -> Position:
    return (statement.end_lineno or statement.lineno, statement.end_col_offset or 0)


def _name_at_end(name: str) -> ast.Name:
    """Return `name` as an expression that stands after everything else in a file."""
    place = sys.maxsize
    return ast.Name(
        id=name, ctx=ast.Load(), lineno=place, col_offset=0, end_lineno=place, end_col_offset=0
    )
