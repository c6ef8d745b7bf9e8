"""What happens when flowc itself fails: a short message, and a file with all that is known."""

from __future__ import annotations

import json
import platform
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cli.rules import INTERNAL_ERROR
from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import Flow
from compiler.ir.walk import tasks
from compiler.report.text import headline
from compiler.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from compiler.cli.world import World
    from compiler.ir.settings import JsonValue

_SHORTEST = 4  # characters of a value that is taken out of a report


def report_crash(error: Exception, world: World) -> None:
    """Tell of `error` on stderr; the traceback and the IR go to a file, or to stderr as well."""
    flow = _flow_in_hand(error)
    secrets = tuple(_values(flow)) if flow else ()
    details = _without(secrets, _details(error, flow))
    place = _written(details)
    reason = _without(secrets, _first_line(error))
    message = f"flowc itself failed: {type(error).__name__}: {reason}"
    found = Diagnostic(rule=INTERNAL_ERROR, message=message)
    world.tell(headline(found))
    if place is None:
        world.tell(details)
        world.tell("help: please report this, with the text above")
    else:
        world.tell(f"help: please report this, with the file {place}")


def _details(error: Exception, flow: Flow | None) -> str:
    # Neither arguments nor environment are included: either may hold a secret.
    lines = [
        f"flowc {VERSION}, Python {platform.python_version()}, {platform.platform()}\n\n",
        *traceback.format_exception(error),
    ]
    if flow is not None:
        lines.append(f"\nThe flow in hand:\n{_printed(flow)}")
    return "".join(lines)


def _values(flow: Flow) -> Iterator[str]:
    """Yield the texts in `flow` that may be secrets: of its variables and its Configs."""
    for task in tasks(flow.body):
        yield from (variable.value for variable in task.environment if variable.value)
    for config in flow.configs:
        yield from _texts(config.value.value)


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        items = value.values() if isinstance(value, dict) else value
        yield from (text for item in items for text in _texts(item))


def _without(values: Iterable[str], text: str) -> str:
    # The longest first: one may be a part of another. Short ones would blot out half the report.
    for value in sorted({v for v in values if len(v) >= _SHORTEST}, key=len, reverse=True):
        for written in (value, repr(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
            text = text.replace(written, "…")
    return text


def _flow_in_hand(error: Exception) -> Flow | None:
    """Return the flow that the innermost function with one was working on."""
    found = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        flows = [value for value in frame.f_locals.values() if isinstance(value, Flow)]
        found = flows[0] if flows else found
    return found


def _printed(flow: Flow) -> str:
    from compiler.ir.printer import print_flow

    try:
        return print_flow(flow)
    except Exception as error:  # noqa: BLE001 - the printer may be what failed
        return f"(cannot be printed: {type(error).__name__})"


def _written(details: str) -> Path | None:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="flowc-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(details)
    except OSError:
        return None
    return Path(file.name)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no message"])[0][:200]
