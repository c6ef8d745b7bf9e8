"""What happens when flowc itself fails: a short message, and a file with all that is known."""

from __future__ import annotations

import platform
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cli.rules import INTERNAL_ERROR
from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import Flow
from compiler.report.text import headline
from compiler.version import VERSION

if TYPE_CHECKING:
    from compiler.cli.world import World


def report_crash(error: Exception, world: World) -> None:
    """Tell of `error` on stderr; the traceback and the IR go to a file, or to stderr as well."""
    details = _details(error)
    place = _written(details)
    message = f"flowc itself failed: {type(error).__name__}: {_first_line(error)}"
    found = Diagnostic(rule=INTERNAL_ERROR, message=message)
    world.tell(headline(found))
    if place is None:
        world.tell(details)
        world.tell("help: please report this, with the text above")
    else:
        world.tell(f"help: please report this, with the file {place}")


def _details(error: Exception) -> str:
    # Neither arguments nor environment are included: either may hold a secret.
    lines = [
        f"flowc {VERSION}, Python {platform.python_version()}, {platform.platform()}\n\n",
        *traceback.format_exception(error),
    ]
    flow = _flow_in_hand(error)
    if flow is not None:
        lines.append(f"\nThe flow in hand:\n{_printed(flow)}")
    return "".join(lines)


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
