"""What names in a flow's source stand for, found by reading: modules, scopes and symbols."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.records import dataclass
from compiler.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.language.values import Folded

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_PLACED = (ast.stmt, ast.expr, ast.keyword, ast.arg, ast.alias, ast.excepthandler)


@dataclass(slots=True, kw_only=True, eq=False)
class Module:
    """A parsed file; `name` is its dotted name, `own` says that it belongs to the project.

    `names` maps each name bound at the top level to all that binds it, in the order of the file;
    which of them counts is for `resolve` to say. `stars` are its `from … import *`. A module that
    is a folder without `__init__.py` has an empty tree.
    """

    name: str
    path: Path
    source: Source
    tree: ast.Module
    own: bool = True
    names: Mapping[str, tuple[Binding, ...]] = field(default_factory=dict)
    stars: tuple[ImportedName, ...] = ()

    def span(self, node: ast.AST) -> Span:
        """Return where `node` stands in this file; its first character if it has no place."""
        line = getattr(node, "lineno", None)
        if not isinstance(node, _PLACED) or line is None:
            return Span(path=self.source.path, line=1, column=1, end_line=1, end_column=1)
        end_line = node.end_lineno or line
        return Span(
            path=self.source.path,
            line=line,
            column=self._column(line, node.col_offset),
            end_line=end_line,
            end_column=self._column(end_line, node.end_col_offset or node.col_offset),
        )

    def text(self, node: ast.AST) -> str:
        """Return the source text of `node`, as it is written."""
        span = self.span(node)
        if span.line == span.end_line:
            return self.source.line(span.line)[span.column - 1 : span.end_column - 1]
        first = self.source.line(span.line)[span.column - 1 :]
        between = self.source.lines[span.line : span.end_line - 1]
        last = self.source.line(span.end_line)[: span.end_column - 1]
        return "\n".join((first, *between, last))

    def _column(self, line: int, offset: int) -> int:
        """Turn an offset in UTF-8 bytes, as syntax trees count, into a column in characters."""
        if self.source.text.isascii():  # known without looking at the text
            return offset + 1
        text = self.source.line(line)
        if text.isascii():
            return offset + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """`from module import name`, or `import module` when `name` is None."""

    module: str
    name: str | None
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A condition above a binding: it runs if `test` is `wanted`.

    `test` is None below a loop, a `match` or a `with` that may swallow errors.
    """

    test: ast.expr | None
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What binds a top-level name: a definition, an assigned expression, or an import.

    `value` is None if reading cannot say what is bound (the variable of a loop). `fallback` says
    that it stands in an `except`, for the case that what stands in the `try` fails.
    """

    node: ast.stmt
    value: ast.expr | FunctionNode | ast.ClassDef | ImportedName | None
    guards: tuple[Guard, ...] = ()
    fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where an expression stands: its module, the class body around it, and known locals.

    `members` are the names bound so far in the class body; `local` are folded values of
    parameters and variables of a function that is being read through, `imports` what statements
    in it import. `configs` are the values of Configs by their own names, as `config_expr` knows
    them. `inside` says that the expression runs when a function is called: names then
    have what the whole file gives them.
    """

    module: Module
    members: Mapping[str, Folded | ast.expr] = field(default_factory=dict)
    local: Mapping[str, Folded] = field(default_factory=dict)
    imports: Mapping[str, ImportedName] = field(default_factory=dict)
    configs: Mapping[str, Folded | ast.expr] = field(default_factory=dict)
    inside: bool = False


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
