"""Finds the files of flows: those that are named, and those with a flow in folders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cli.world import UsageError, World
from compiler.records import dataclass
from compiler.registry import FRONTENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.cli.projects import Projects

PASSED_OVER = frozenset(
    ("__pycache__", "build", "dist", "node_modules", "site-packages", "venv", "env")
)
_MARKS = (b"FlowSpec", b"@step", b".step")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFile:
    """A file that may hold flows; `named` by the user, or found in a folder."""

    path: Path
    named: bool


def gather(names: Sequence[str], world: World, projects: Projects) -> list[FlowFile]:
    """Return the files that `names` mean, or those that the project configures if it is empty."""
    paths = [world.path(name) for name in names] or _configured(world, projects)
    found: dict[Path, FlowFile] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(file.path, file)
    if not found:
        shown = ", ".join(f"`{world.shown(path)}`" for path in paths)
        raise UsageError(f"no file in {shown} looks like a flow")
    return list(found.values())


def _configured(world: World, projects: Projects) -> list[Path]:
    project = projects.above(world.cwd)
    if project is None or not project.settings.flows:
        raise UsageError(
            "no flow was named; name a file or a folder, or set `flows` in the configuration"
        )
    return [project.root / name for name in project.settings.flows]


def _files(path: Path) -> Iterator[FlowFile]:
    # A folder that is called like a flow was meant as a file: the frontend says what it is.
    if not path.is_dir() or path.suffix in FRONTENDS:
        yield FlowFile(path=path, named=True)
        return
    for folder, folders, names in os.walk(path, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not _is_passed_over(name))
        for name in sorted(names):
            file = Path(folder, name)
            if file.suffix in FRONTENDS and _may_hold_a_flow(file):
                yield FlowFile(path=file, named=False)


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name in PASSED_OVER


def _refuse(error: OSError) -> None:
    reason = (error.strerror or str(error)).lower()
    raise UsageError(f"the folder `{error.filename}` cannot be read: {reason}") from error


def _may_hold_a_flow(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except PermissionError:
        return True  # the frontend says that it cannot be read: nothing is passed over unseen
    except OSError:
        return False
    return any(mark in data for mark in _MARKS)
