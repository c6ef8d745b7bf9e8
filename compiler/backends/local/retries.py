"""What follows an attempt that failed.

@retry(times=2) @catch:  attempt 0 → wait → attempt 1 → wait → attempt 2 → at once, the fallback
"""

from __future__ import annotations

from compiler.ir.nodes import Task
from runtime_shim.errors import INPUTS_MISSING, WRONG_COMMAND

_FINAL = frozenset((WRONG_COMMAND, INPUTS_MISSING))
"""Exit statuses that another attempt would have again."""


def seconds_until_next(
    task: Task, attempt: int, attempts: int, status: int, wait: float | None
) -> float | None:
    """Return how long to wait for the attempt that follows; None if none does.

    `attempt` counts from 0, and `attempts` includes the fallback of a catch. `wait` is given in
    place of what the flow says.
    """
    if status in _FINAL or attempt + 1 >= attempts:
        return None
    if task.catch is not None and attempt + 2 == attempts:
        return 0
    if wait is not None:
        return wait
    retry = task.retry
    return retry.minutes_between * 60 * retry.backoff**attempt if retry else 0
