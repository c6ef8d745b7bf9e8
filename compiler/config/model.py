"""The keys of `[tool.flowc]`, as a dataclass: the documentation of a key is its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from compiler.records import dataclass


def _key(doc: str, default: Any = None) -> Any:
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project decides once for all of its flows; flags of the command line override it.

    The table of each target is not here: its keys are the fields of the backend's `settings`.
    """

    target: tuple[str, ...] = _key("target, or list of targets, to compile for", ())
    flows: tuple[str, ...] = _key("files and folders of flows, if a command names none", ())
    output: str | None = _key(
        "folder for compiled files, `{target}` in it is the target's name; none: beside each flow"
    )
    store: str | None = _key("where artifacts are kept, such as s3://bucket/prefix")
    image: str | None = _key("container image of every step that names none")
    branch: str | None = _key("branch of flows with @project")
    decorators: tuple[str, ...] = _key(
        "decorators for every step that lacks them, such as retry:times=3", ()
    )
    bake: bool = _key(
        "write values of environment variables into compiled files, instead of references", False
    )
    strict: bool = _key("treat warnings as errors", False)
    search_path: tuple[str, ...] | None = _key(
        "folders of installed packages whose sources flows use; none: those of this Python"
    )
    golden: str = _key("folder of the golden files", "golden")
    env: Mapping[str, str] = _key(
        "environment variables that flows read when they are compiled", {}
    )


FILE = "flowc.toml"
PYPROJECT = "pyproject.toml"
DEFAULTS = Settings()
