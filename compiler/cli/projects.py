"""The project that a flow belongs to: its root folder, and its configuration if it has one.

The root is the folder of the nearest `flowc.toml`, or pyproject.toml with a `[tool.flowc]`, from
the flow's file upward. Without one it is the flow's own folder, so that what is compiled depends
neither on the working folder (where only Configs' files are looked for) nor on what lies above.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.config.model import DEFAULTS, FILE, PYPROJECT, Settings
from compiler.records import dataclass
from compiler.source import Source, source_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.config.read import Configuration
    from compiler.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A root folder and what is configured there; `source` is None without a configuration."""

    root: Path
    settings: Settings = DEFAULTS
    targets: Mapping[str, Any] = field(default_factory=dict)
    source: Source | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Projects:
    """Finds projects, reading each configuration once."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_folder: dict[Path, Project | None] = {}

    def of(self, flow: Path) -> Project:
        """Return the project of the flow at `flow`."""
        return self.above(flow.parent) or Project(root=flow.parent)

    def above(self, folder: Path) -> Project | None:
        """Return the nearest configured project from `folder` upward."""
        if folder not in self._by_folder:
            found = _configured(folder)
            if found is None and folder != folder.parent:
                found = self.above(folder.parent)
            self._by_folder[folder] = found
        return self._by_folder[folder]


def _configured(folder: Path) -> Project | None:
    for name in (FILE, PYPROJECT):
        source = _source(folder / name)
        if source is not None and (name == FILE or "tool.flowc" in source.text):
            return _project(folder, source)
    return None


def _project(folder: Path, source: Source) -> Project:
    configuration = _read(source)
    return Project(
        root=folder,
        settings=configuration.settings,
        targets=configuration.targets,
        source=source,
        diagnostics=configuration.diagnostics,
    )


def _read(source: Source) -> Configuration:
    from compiler.config.read import read_configuration

    return read_configuration(source, settings_of)


def settings_of(target: str) -> type[Any] | None:
    """Return the class of a target's settings; None if there is no such target."""
    from compiler.registry import backend

    found = backend(target)
    return found.settings if found else None


def _source(path: Path) -> Source | None:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        return None
    return source_of(path.name, data.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
