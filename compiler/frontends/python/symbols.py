"""What names in a flow's source stand for, found by reading: modules, scopes and symbols."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from compiler.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.language.values import Folded

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True, kw_only=True, eq=False)
class Module:
    """A parsed file; `name` is its dotted name, `own` says that it belongs to the project.

    `names` maps each name bound at the top level to the statement or alias that binds it (the
    last one that counts; a binding from `metaflow` or `flowc` in a `try` wins).
    """

    name: str
    path: Path
    source: Source
    tree: ast.Module
    own: bool = True
    names: Mapping[str, Binding] = field(default_factory=dict)

    def span(self, node: ast.AST) -> Span:
        """Return where `node` stands in this file."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """`from module import name`, or `import module` when `name` is None."""

    module: str
    name: str | None
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What binds a top-level name: a definition, an assigned expression, or an import."""

    node: ast.AST
    value: ast.expr | FunctionNode | ast.ClassDef | ImportedName | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where an expression stands: its module, the class body around it, and known locals.

    `members` are the names bound so far in the class body; `local` are folded values of
    parameters and variables of a function that is being read through.
    """

    module: Module
    members: Mapping[str, Folded | ast.expr] = field(default_factory=dict)
    local: Mapping[str, Folded] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageName:
    """Something of the authoring language, by its public dotted name (`retry`, `cards.Markdown`).

    `package` is the package it was imported from: `metaflow`, `flowc`, or an extension of these.
    """

    name: str
    package: str = "metaflow"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSymbol:
    """A function whose source was found."""

    node: FunctionNode
    module: Module


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSymbol:
    """A class whose source was found."""

    node: ast.ClassDef
    module: Module


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSymbol:
    """A name assigned an expression, not folded yet."""

    value: ast.expr
    module: Module


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSymbol:
    """A module; `module` is None if its source was not found."""

    name: str
    module: Module | None


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """Something of a package whose source was not found or not looked for, by dotted name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbound:
    """A name that nothing binds; `name` is the source text."""

    name: str


Symbol = (
    LanguageName | FunctionSymbol | ClassSymbol | ValueSymbol | ModuleSymbol | External | Unbound
)
