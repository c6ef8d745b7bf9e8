"""Finds compiled files that no flow makes any more: their flow was renamed, moved or deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from compiler.cli.reading import Unit

_MADE = re.compile(rb"# Made by flowc \S+ from (.+) \((\w+)\)\.")
_SUFFIXES = (".yaml", ".yml", ".py")


def stale_files(units: Sequence[Unit], folders: Sequence[Path]) -> list[Path]:
    """Return the files in `folders` whose first line names a flow that `units` have not."""
    found = {path: origin for folder in folders for path, origin in _made(folder)}
    return [path for path, origin in found.items() if any(_is_lost(origin, u) for u in units)]


def _made(folder: Path) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Yield each compiled file of `folder` with the path and the flow that its header names."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix in _SUFFIXES and path.is_file():
            with path.open("rb") as file:
                header = _MADE.fullmatch(file.readline(4096).rstrip())
            if header:
                # Headers are ASCII, with other characters escaped as in Python.
                yield path, (header[1].decode("unicode_escape", "replace"), header[2].decode())


def _is_lost(origin: tuple[str, str], unit: Unit) -> bool:
    path, flow = origin
    root = unit.project.root
    if path == unit.path.relative_to(root).as_posix():
        return all(done.name != flow for done in unit.result.flows)
    # Without a configuration each flow has a root of its own, and says nothing of its neighbours.
    return unit.project.source is not None and not (root / path).exists()
