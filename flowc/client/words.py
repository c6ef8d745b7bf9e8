"""Times, durations, sizes and counts as a person reads them."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def time_text(seconds: float) -> str:
    """Return a time of this machine's zone: "2026-11-24 19:12:03"."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def duration_text(seconds: float) -> str:
    """Return "12 ms", "2.4 s", "12 s", "3 min 5 s", "2 h 10 min", "4 d 3 h"."""
    seconds = max(seconds, 0.0)
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for size, big, small, inner in (
        (86400, "d", "h", 3600),
        (3600, "h", "min", 60),
        (60, "min", "s", 1),
    ):
        if whole >= size:
            return f"{whole // size} {big} {whole % size // inner} {small}"
    return f"{whole} s"


def took_text(start: float, end: float | None) -> str:
    """Return how long something took, nothing as long as it has not ended."""
    return "" if end is None else duration_text(end - start)


def bytes_text(count: int) -> str:
    """Return "12 bytes", "3.1 kB", "512.0 MB"."""
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    size = float(count)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"


def states_text(counts: Mapping[str, int]) -> str:
    """Return "succeeded", or "7 succeeded, 3 failed" if there are several."""
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{count:,} {state}" for state, count in counts.items())
