"""Finds the flows of a file: their classes, and the classes they inherit from, nearest first.

class Base(FlowSpec): ...
class TrainFlow(Mixin, Base): ...      lineage: TrainFlow, Mixin, Base
"""

from __future__ import annotations

import ast
from collections import Counter, deque
from itertools import islice
from typing import TYPE_CHECKING

from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionNode,
    LanguageName,
    Module,
    Scope,
    Symbol,
    Unbound,
)
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compiler.frontends.python.project import Project

_OBJECTS = frozenset(("object", "abc.ABC", "typing.Generic", "typing.Protocol"))
_PACKAGES_OF_BASES = frozenset(("abc", "typing", "enum", "collections"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenBase:
    """A base whose source was not found; `is_bound` is false if nothing binds its name."""

    text: str
    node: ast.expr
    module: Module
    is_bound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowClass:
    """A class with all it inherits from.

    `lineage` begins with the class itself; `unseen` are the bases that could not be read.
    """

    symbol: ClassSymbol
    lineage: tuple[ClassSymbol, ...]
    unseen: tuple[UnseenBase, ...] = ()
    derives_from_flowspec: bool = False

    @property
    def name(self) -> str:
        """Return the name of the class."""
        return self.symbol.node.name


class Classes:
    """The classes of one file, and a way from each to its bases."""

    def __init__(self, module: Module, project: Project) -> None:
        self.module = module
        self._project = project
        self._here = tuple(class_definitions(module.tree))
        self._local = {node.name: node for node in self._here}
        self._lineages: dict[int, FlowClass] = {}

    def all(self) -> tuple[FlowClass, ...]:
        """Return every class of the file, wherever it is defined, in the order of the file."""
        return tuple(self.read(ClassSymbol(node=node, module=self.module)) for node in self._here)

    def read(self, symbol: ClassSymbol) -> FlowClass:
        """Return `symbol` with its bases; each class is looked at once."""
        waiting = [symbol]
        started: set[int] = set()
        while waiting:
            current = waiting[-1]
            key = id(current.node)
            if key in self._lineages:
                waiting.pop()
                continue
            parents = self._parents(current)
            missing = [one for one in parents if id(one.node) not in self._lineages]
            if key in started or not missing:
                self._lineages[key] = self._joined(current, parents)
            else:
                started.add(key)
                waiting.extend(missing)
        return self._lineages[id(symbol.node)]

    def base(self, node: ast.expr, module: Module) -> Symbol:
        """Return what a base stands for; classes inside functions are found by their name."""
        expression = node.value if isinstance(node, ast.Subscript) else node
        symbol = resolve(expression, Scope(module=module), self._project)
        if isinstance(symbol, Unbound) and module is self.module and symbol.name in self._local:
            return ClassSymbol(node=self._local[symbol.name], module=module)
        return symbol

    def _parents(self, symbol: ClassSymbol) -> list[ClassSymbol]:
        bases = (self.base(node, symbol.module) for node in symbol.node.bases)
        return [base for base in bases if isinstance(base, ClassSymbol)]

    def _joined(self, symbol: ClassSymbol, parents: Sequence[ClassSymbol]) -> FlowClass:
        known = [self._lineages[id(p.node)] for p in parents if id(p.node) in self._lineages]
        unseen = {id(one.node): one for parent in known for one in parent.unseen}
        unseen |= {id(one.node): one for one in self._unseen(symbol)}
        return FlowClass(
            symbol=symbol,
            lineage=(symbol, *_merged([parent.lineage for parent in known])),
            unseen=tuple(unseen.values()),
            derives_from_flowspec=any(p.derives_from_flowspec for p in known)
            or any(self._is_flowspec(node, symbol.module) for node in symbol.node.bases),
        )

    def _is_flowspec(self, node: ast.expr, module: Module) -> bool:
        match self.base(node, module):
            case LanguageName(name="FlowSpec"):
                return True
            case _:
                return False

    def _unseen(self, symbol: ClassSymbol) -> Iterator[UnseenBase]:
        module = symbol.module
        for node in symbol.node.bases:
            match self.base(node, module):
                case ClassSymbol() | LanguageName(name="FlowSpec"):
                    continue
                case External(name=name) if _adds_nothing(name):
                    continue
                case found:
                    yield UnseenBase(
                        text=module.text(node),
                        node=node,
                        module=module,
                        is_bound=not isinstance(found, Unbound),
                    )


def class_definitions(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Yield the classes of a file, also those below `if` and `try` and inside functions."""
    waiting: list[ast.stmt] = list(reversed(tree.body))
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.ClassDef):
            yield statement
        else:
            waiting.extend(reversed(list(inner_statements(statement))))


def inner_statements(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the statements of every block directly inside `statement`."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if isinstance(block, list):
            yield from block
    for name in ("handlers", "cases"):
        for part in getattr(statement, name, ()):
            yield from part.body


def methods(node: ast.ClassDef) -> Iterator[FunctionNode]:
    """Yield the methods of a class body, also those below an `if`, in the order of the source."""
    for statement in class_body(node):
        if isinstance(statement, FunctionNode):
            yield statement


def class_body(node: ast.ClassDef) -> Iterator[ast.stmt]:
    """Yield the statements of a class body; those below `if`, `try` and `with` too."""
    waiting: list[ast.stmt] = list(reversed(node.body))
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            waiting.extend(reversed(list(inner_statements(statement))))


def _adds_nothing(dotted: str) -> bool:
    return dotted in _OBJECTS or dotted.partition(".")[0] in _PACKAGES_OF_BASES


def _merged(parents: list[tuple[ClassSymbol, ...]]) -> Iterable[ClassSymbol]:
    """Merge the lineages of several bases: a class comes after all that derive from it.

    Bases keep their order. Where they contradict each other, which Python refuses, the first one
    is right.
    """
    if len(parents) == 1:
        return parents[0]
    lineages = [*parents, tuple(lineage[0] for lineage in parents)]
    behind = Counter(id(one.node) for lineage in lineages for one in lineage[1:])
    waiting = [deque(lineage) for lineage in lineages if lineage]
    merged: dict[int, ClassSymbol] = {}
    while waiting:
        heads = [lineage[0] for lineage in waiting]
        chosen = next((one for one in heads if not behind[id(one.node)]), heads[0])
        merged.setdefault(id(chosen.node), chosen)
        for lineage in waiting:
            if lineage[0].node is chosen.node:
                lineage.popleft()
                behind.subtract([id(one.node) for one in islice(lineage, 1)])
        waiting = [lineage for lineage in waiting if lineage]
    return merged.values()
