"""Imports the file of a flow as `python flow.py` would find it, and takes its class from it."""

from __future__ import annotations

import os
import sys

from runtime_shim.errors import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def split_reference(text: str) -> tuple[str, str]:
    """Return the path and the class's name that `FLOWC_FLOW` holds."""
    path, separator, name = text.rpartition(":")
    if not separator or not path or not name.isidentifier():
        raise CommandError(f"`FLOWC_FLOW` is {text!r}; expected path/of/flow.py:FlowName")
    return path, name


def load_flow(path: str, name: str) -> type[Any]:
    """Import the file at `path` and return its class `name`.

    What the file itself raises comes through. The folder of the file stands first on `sys.path`,
    and `from metaflow import …` is answered by flowc, whether or not Metaflow is installed.
    """
    from importlib import import_module

    import_module("flowc.alias").install()
    module = _import(os.path.abspath(path))
    flow = getattr(module, name, None)
    if not isinstance(flow, type):
        raise CommandError(f"`{path}` has no class `{name}`")
    if not hasattr(flow, "_flowc_begin"):
        raise CommandError(f"`{name}` of `{path}` is no flow: it does not derive from `FlowSpec`")
    return flow


def module_name(path: str) -> str:
    """Return the name that a flow's file is imported under.

    It is the file's own, so that what is pickled here is found again by whoever can import the
    file; a file that is called like a module of Python's must not take that one's place, and a dot
    would make it a module of a package.
    """
    stem = os.path.splitext(os.path.basename(path))[0].replace(".", "_")
    return f"flow_{stem}" if stem in sys.stdlib_module_names or stem in _TAKEN else stem


_TAKEN = {"flowc", "metaflow", "runtime_shim", "compiler", "__main__"}


def _import(path: str) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location

    name = module_name(path)
    there = sys.modules.get(name)
    if there is not None and getattr(there, "__file__", None) == path:
        return there
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CommandError(f"`{path}` is no file of Python")
    if not os.path.isfile(path):
        raise CommandError(f"there is no file `{path}`: is it in the image?")
    _put_first(os.path.dirname(path), name)
    # As with the program's own file, nothing is cached: caches tell sources by the second, and a
    # flow may have been edited and run again within one.
    spec.loader.path_stats = _unknown  # type: ignore[attr-defined]
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _put_first(folder: str, name: str) -> None:
    """Let modules beside the flow be found before all others, but for the one that it hides."""
    hidden = name.removeprefix("flow_")
    if hidden != name and hidden in sys.stdlib_module_names and hidden not in sys.modules:
        from contextlib import suppress
        from importlib import import_module

        path = sys.path
        sys.path = [entry for entry in path if os.path.abspath(entry) != folder]
        with suppress(ImportError):
            import_module(hidden)
        sys.path = path
    # `python -m` puts the working folder first, which is the root of the project in an image.
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)


def _unknown(path: str) -> Any:
    raise OSError(f"nothing is known of {path}")


def is_step(member: Any) -> bool:
    """Say whether a member of a flow is a step."""
    # A Config answers any name with an expression, which is no answer here.
    return getattr(member, "is_step", False) is True


def steps_of(flow: type[Any]) -> list[str]:
    """Return the names of a flow's steps, in the order of the source, inherited ones first."""
    return [name for name, member in members_of(flow).items() if is_step(member)]


def members_of(flow: type[Any]) -> dict[str, Any]:
    """Return the members of a flow's class in the order of the source, inherited ones first.

    One that is defined again stands where it was defined first.
    """
    found: dict[str, Any] = {}
    for cls in reversed(flow.__mro__):
        found |= vars(cls)
    return found
