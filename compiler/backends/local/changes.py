"""Whether a run can be resumed: the steps that are taken over must stand where they stood.

origin   start → train → end        now   start → clean → train → end
                                    from train: `start` went to `train`, and goes to `clean` now
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.local.journal import steps_of
from compiler.backends.local.rules import CHANGED_GRAPH
from compiler.diagnostics import Diagnostic
from compiler.ir.edges import edges
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from compiler.ir.nodes import Flow


def changes(
    flow: Flow, record: Mapping[str, Any], done: Collection[str], rerun: Sequence[str]
) -> Iterator[Diagnostic]:
    """Yield what is in the way of resuming the run of `record` from the steps in `rerun`.

    `done` are the steps of that run that have results. Empty `rerun` means: from what failed.
    """
    again = downstream(flow, rerun)
    spans = {task.name: task.span for task in tasks(flow.body)}
    before = {step["name"]: step for step in record["steps"]}
    for step in steps_of(flow):
        name = step["name"]
        was = before.get(name, {})
        if name not in done or name in again or "from" not in was:
            continue
        for side, then, now in (
            ("came from", "comes from", "from"),
            ("went to", "goes to", "to"),
        ):
            if was[now] != step[now]:
                yield Diagnostic(
                    rule=CHANGED_GRAPH,
                    message=f"`{name}` {side} {_shown(was[now])} in run {record['run']}, "
                    f"and {then} {_shown(step[now])} now",
                    span=spans[name],
                    help=f"resume from `{name}`, or start a new run",
                )
                return


def downstream(flow: Flow, steps: Iterable[str]) -> frozenset[str]:
    """Return `steps` and all that come after them."""
    ahead: dict[str, set[str]] = {}
    for edge in edges(flow):
        ahead.setdefault(edge.source, set()).add(edge.target)
    found: set[str] = set()
    left = list(steps)
    while left:
        step = left.pop()
        if step not in found:
            found.add(step)
            left += ahead.get(step, ())
    return frozenset(found)


def _shown(text: str) -> str:
    return f"`{text}`" if text else "nothing"
