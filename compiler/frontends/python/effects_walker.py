"""One walk through one function: where it stands, what its names hold, what is still to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.frontends.python.bodies import body_scope
from compiler.frontends.python.effects_model import (
    ALL,
    ONE,
    AllInputs,
    Held,
    OneInput,
    Paired,
)
from compiler.frontends.python.effects_tracker import Tracker
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.frontends.python.effects import Analyser
    from compiler.frontends.python.symbols import FunctionNode, ImportedName, Module, Scope
    from compiler.source import Span

KEEPING = frozenset(("list", "tuple", "sorted", "reversed", "set", "iter", "filter"))
PICKING = frozenset(("next", "max", "min"))
_LONGEST_CHAIN = 6
_DEEPEST = 150

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The function that is read: its module, and its place in the lineage if it is a method."""

    module: Module
    node: FunctionNode
    depth: int | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Walker:
    """The state of a walk; `names` are local names that hold the flow or inputs of a join.

    `functions` are the functions defined inside the one that is walked, by their names, `imports`
    what it imports itself.
    """

    context: Context
    helpers: Analyser
    names: dict[str, Held]
    tracker: Tracker = field(default_factory=Tracker)
    nested: int = 0
    keyed: set[int] = field(default_factory=set)
    functions: dict[str, FunctionNode] = field(default_factory=dict)
    imports: dict[str, ImportedName] = field(default_factory=dict)
    pending: list[tuple[ast.AST, bool, bool]] = field(default_factory=list)
    _scope: Scope | None = None

    def span(self, node: ast.AST) -> Span:
        """Return where `node` stands."""
        return self.context.module.span(node)

    def scope(self) -> Scope:
        """Return where the expressions of this function stand."""
        self._scope = self._scope or body_scope(self.context.node, self.context.module)
        return self._scope

    def push(self, node: ast.AST, guarded: bool, *, consumed: bool = False) -> None:
        """Read `node` next; a consumed one is used in a way that lets nothing escape."""
        self.pending.append((node, guarded, consumed))

    def escape(self) -> None:
        """Note that code which is not seen gets hold of the flow or of an input."""
        self.tracker.summary.opaque = True

    def bind(self, name: str, held: Held | None) -> None:
        """Note what a local name holds from here on."""
        if held is None:
            self.names.pop(name, None)
        else:
            self.names[name] = held

    @contextmanager
    def inner_names(self) -> Iterator[None]:
        """Let names bound inside a nested scope be forgotten after it."""
        outside = dict(self.names)
        yield
        self.names = outside

    @contextmanager
    def deeper(self, weight: int = 1) -> Iterator[bool]:
        """Go into something nested; false if that is too deep to be followed."""
        self.helpers.level += weight
        is_followed = self.helpers.level <= _DEEPEST
        if not is_followed:
            self.escape()
        yield is_followed
        self.helpers.level -= weight

    def held(self, node: ast.AST, left: int = _LONGEST_CHAIN) -> Held | None:
        """Return what the expression `node` holds of the flow and the inputs, if anything."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=inner, attr=name) if left:
                is_all = isinstance(self.held(inner, left - 1), AllInputs)
                return OneInput(name) if is_all else None
            case ast.Subscript(value=inner, slice=key) if left:
                is_all = isinstance(self.held(inner, left - 1), AllInputs)
                return (ALL if isinstance(key, ast.Slice) else ONE) if is_all else None
            case ast.Call(func=ast.Name(id=name), args=arguments) if left and arguments:
                return self._made(name, arguments, left - 1)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return ALL if self.picks_inputs(node, left - 1) else None
            case _:
                return None

    def items(self, node: ast.expr) -> Held | None:
        """Return what each item of the iterable `node` holds."""
        match self.held(node):
            case AllInputs():
                return ONE
            case Paired() as pairs:
                return pairs
            case _:
                return None

    def picks_inputs(self, node: ast.AST, left: int = _LONGEST_CHAIN) -> bool:
        """Say whether `node` is a comprehension such as `[i for i in inputs if i.ok]`."""
        match node:
            case (
                ast.ListComp(elt=ast.Name(id=item), generators=[only])
                | ast.SetComp(elt=ast.Name(id=item), generators=[only])
                | ast.GeneratorExp(elt=ast.Name(id=item), generators=[only])
            ) if left > 0:
                is_item = isinstance(only.target, ast.Name) and only.target.id == item
                return is_item and isinstance(self.held(only.iter, left - 1), AllInputs)
            case _:
                return False

    def _made(self, function: str, arguments: list[ast.expr], left: int) -> Held | None:
        """Return what a built-in function gives back of the inputs it is given."""
        if function == "zip":
            items = tuple(_item(self.held(one, left)) for one in arguments)
            return Paired(items) if any(items) else None
        given = self.held(arguments[-1] if function == "filter" else arguments[0], left)
        if not isinstance(given, AllInputs):
            return None
        if function == "enumerate":
            return Paired((None, ONE))
        if function in KEEPING:
            return ALL
        return ONE if function in PICKING else None


def _item(held: Held | None) -> Held | None:
    return ONE if isinstance(held, AllInputs) else None
