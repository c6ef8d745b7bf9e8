"""What a frontend is given and what it gives back."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.diagnostics import Diagnostic
    from compiler.ir.nodes import Flow
    from compiler.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoratorSpec:
    """A decorator added from outside the source (`--with retry:times=3`), as text."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Everything besides the file itself that a reading may depend on.

    `root` is the project's root: paths in the IR are relative to it. `search_path` are the
    folders of installed packages, whose sources may be read. `folder` is the working folder: the
    default file of a Config that lies neither beside the flow nor at the root is looked for there,
    where a run from the same place would find it. `environment` is None when reading
    it is refused (`--hermetic`). `config_values` gives configs inline JSON text, and
    `config_files` a path, by the config's name.
    """

    root: Path
    search_path: tuple[Path, ...] = ()
    folder: Path | None = None
    environment: Mapping[str, str] | None = field(default_factory=dict)
    config_values: Mapping[str, str] = field(default_factory=dict)
    config_files: Mapping[str, Path] = field(default_factory=dict)
    with_decorators: tuple[DecoratorSpec, ...] = ()
    branch: str | None = None
    production: bool = False
    bake_environment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFlow:
    """One flow of a file; `flow` is None if it could not be structured.

    `draft` then holds the flow with its steps one after another, so that what does not depend
    on the graph is checked all the same; with the structure it was likely meant to have, if that
    is clear (`draft_has_structure`). `diagnostics` are those of this flow alone.
    """

    name: str
    flow: Flow | None
    draft: Flow | None
    draft_has_structure: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a frontend found in one file: its flows, what is wrong with the file, the sources.

    `sources` maps each path that a span may name to its text. `flows` is empty if the file has
    none, which is no error here.
    """

    flows: tuple[ReadFlow, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


class Frontend(Protocol):
    """Reads flows written in one language; never imports or runs them."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, path: Path, options: ReadOptions) -> Reading:
        """Read every flow of the file at `path`; what is wrong with it becomes diagnostics."""
        ...
