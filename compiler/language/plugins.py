"""Decorators that installed packages provide through the entry point `flowc.decorators`.

Such an entry point is a function from the decorator's folded keyword arguments to fields of
`StepSettings`: `{"compute": Compute(gpu="1")}`. It raises ValueError to refuse its arguments. It
is looked up for names that are not built in, and part of the compiler, not of the user's flow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from compiler.ir.settings import JsonValue

Plugin = Callable[[Mapping[str, JsonValue]], Mapping[str, Any]]
Finder = Callable[[str], Plugin | None]
GROUP = "flowc.decorators"


@cache
def plugin(name: str) -> Plugin | None:
    """Return the installed decorator `name`; None if there is none."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - a scan of what is installed

    for point in entry_points(group=GROUP, name=name):
        loaded: Plugin = point.load()
        return loaded
    return None
