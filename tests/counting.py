"""Work counted in calls, which is the same on every machine, rather than in seconds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def calls(action: Callable[[], object]) -> int:
    """Return how many calls and returns `action` takes, those of built-in functions included."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count
