"""Projects in temporary folders, written down as texts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.project import Project
from compiler.frontends.python.symbols import Module, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.language.values import Folded


def write(root: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


class Sources:
    """A project whose flow is the first of `texts`, and what is found in it."""

    def __init__(
        self, root: Path, texts: Mapping[str, str], options: ReadOptions | None = None
    ) -> None:
        write(root, texts)
        self.project = Project(options or ReadOptions(root=root))
        entry = self.project.module(root / next(iter(texts)))
        assert entry is not None, self.project.diagnostics
        self.entry: Module = entry

    @property
    def scope(self) -> Scope:
        return Scope(module=self.entry)

    def fold(self, text: str) -> Folded:
        return self.project.folder.fold(self.expression(text), self.scope)

    def expression(self, text: str) -> ast.expr:
        """Parse `text` as if it stood after everything else in the flow's file."""
        found = ast.parse(text, mode="eval").body
        return _moved(found, len(self.entry.source.lines))


def _moved(expr: ast.expr, lines: int) -> ast.expr:
    ast.increment_lineno(expr, lines)
    return expr
