"""Times a block of code: it prints how long the block took, or adds it to a dict."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class profile:
    """Time a block: `with profile("load"): …` prints the milliseconds when it begins and ends.

    With `stats_dict` nothing is printed: the milliseconds are added to `stats_dict[label]`.
    """

    def __init__(self, label: str, stats_dict: dict[str, int] | None = None) -> None:
        """Name the block."""
        self._label = label
        self._stats = stats_dict
        self._begin = 0.0

    def __enter__(self) -> None:
        if self._stats is None:
            print(f"PROFILE: {self._label} starting")  # noqa: T201 - this is what it is for
        self._begin = time.perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        took = int((time.perf_counter() - self._begin) * 1000)
        if self._stats is None:
            print(f"PROFILE: {self._label} completed in {took}ms")  # noqa: T201
        else:
            self._stats[self._label] = self._stats.get(self._label, 0) + took
