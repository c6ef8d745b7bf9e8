"""The values that matter while a decorator of the project is followed."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.frontends.python.symbols import ClassSymbol, FunctionNode, Module
    from compiler.language.values import Call, Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """The decorated step, or a function that runs it, with the decorators it got so far."""

    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A decorator of the language that may still be called with arguments."""

    name: str
    node: ast.expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Decorators to apply, outermost first; none at all is the identity."""

    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A function of the project with the variables around it."""

    node: FunctionNode | ast.Lambda
    module: Module
    variables: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An instance of a class of the project, with the attributes its `__init__` assigned."""

    symbol: ClassSymbol
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list or tuple of values, some of which are decorators."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A plain value, folded."""

    value: Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Something from outside the project, by dotted name, or what a call of it gave."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of the project, to make instances of."""

    symbol: ClassSymbol


Value = Wrapped | Bare | Ready | Closure | Made | Sequence | Data | Foreign | Class


class NotFollowed(Exception):
    """A decorator does something that reading does not follow."""

    def __init__(self, reason: str, advice: str = "") -> None:
        """Keep why, as the end of a sentence, and what would help."""
        self.reason = reason
        self.advice = advice
        super().__init__(reason)
