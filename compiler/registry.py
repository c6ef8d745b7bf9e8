"""Frontends and backends by name: those built in, then what other distributions register.

Entry points (`flowc.frontends`, `flowc.backends`) are scanned only for a name that is not built in:
the scan reads the metadata of everything that is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.backends.base import Backend
    from compiler.frontends.base import Frontend

BACKENDS = {"argo": "compiler.backends.argo.backend"}
FRONTENDS = {".py": "compiler.frontends.python.frontend"}


def backend(name: str) -> Backend | None:
    """Return the backend called `name`; None if there is none."""
    if name in BACKENDS:
        return cast("Backend", import_module(BACKENDS[name]).BACKEND)
    return cast("Backend | None", _registered("flowc.backends", name))


def backend_names() -> tuple[str, ...]:
    """Return the names of all backends, built in or registered."""
    return (*BACKENDS, *(name for name in _registered_names("flowc.backends")))


def frontend(suffix: str) -> Frontend:
    """Return the frontend for files that end in `suffix`; Python's for any that has none."""
    if suffix not in FRONTENDS:
        registered = _registered("flowc.frontends", suffix.removeprefix("."))
        if registered is not None:
            return cast("Frontend", registered)
    module = FRONTENDS.get(suffix, FRONTENDS[".py"])
    return cast("Frontend", import_module(module).FRONTEND)


def _registered(group: str, name: str) -> object | None:
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to import, seldom needed

    found = tuple(entry_points(group=group, name=name))
    return found[0].load() if found else None


def _registered_names(group: str) -> list[str]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to import, seldom needed

    return sorted({point.name for point in entry_points(group=group)} - set(BACKENDS))
