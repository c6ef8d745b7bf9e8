"""Calls a function of the flow's file after a run, as its exit hook."""

from __future__ import annotations

import sys
from importlib import import_module

from runtime_shim.errors import COMMITTED, RAISED, CommandError, ShimError
from runtime_shim.failures import shown
from runtime_shim.flows import load_flow, split_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime_shim.command import HookCommand, Settings


def run_hook(command: HookCommand, settings: Settings) -> int:
    """Call the hook with the run, if it takes one; return the exit status."""
    path, name = split_reference(settings.flow)
    try:
        flow = load_flow(path, name)
        hook = _function(sys.modules[flow.__module__], command.name, path)
        arguments = _arguments(hook, f"{name}/{settings.run}")
        hook(*arguments)
    except ShimError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the hook raises is printed
        sys.stderr.write(shown(error))
        return RAISED
    return COMMITTED


def _function(module: object, name: str, path: str) -> Any:
    found = getattr(module, name, None)
    if not callable(found):
        raise CommandError(f"`{path}` has no function `{name}`")
    return found


def _arguments(hook: Any, pathspec: str) -> list[Any]:
    """Return the run for a hook that takes an argument."""
    code = getattr(hook, "__code__", None)
    if code is not None and not code.co_argcount:
        return []
    client = import_module("flowc.client")
    client.namespace(None)
    return [client.Run(pathspec)]
