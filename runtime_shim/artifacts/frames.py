"""How pandas' columns that Arrow holds are pickled: uncopied, if they are whole.

pandas copies the content of such a column to pickle it, because Arrow would pickle all of the
memory of which the column is a slice. A column that is no slice needs no copy.
"""

from __future__ import annotations

import copyreg
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# What Arrow's memory may have beyond the values: padding, and one more offset than texts.
_SLACK = 1 << 10


def reducers() -> dict[type, Callable[[Any], Any]]:
    """Return how to reduce pandas' classes for such columns, for a `dispatch_table`."""
    base = getattr(getattr(sys.modules.get("pandas"), "arrays", None), "ArrowExtensionArray", None)
    if base is None:
        return {}
    return dict.fromkeys(_usual(base, base.__getstate__), _reduce)


def _usual(kind: Any, getstate: object) -> Iterator[type]:
    """Yield `kind` and the classes below it whose state is pandas' own."""
    if getattr(kind, "__getstate__", None) is getstate:
        yield kind
    for below in kind.__subclasses__():
        yield from _usual(below, getstate)


def _reduce(column: Any) -> Any:
    held: Any = getattr(column, "_pa_array", None)
    if getattr(held, "num_chunks", 0) != 1 or not _is_whole(held.chunk(0)):
        return column.__reduce_ex__(5)
    state = {**vars(column), "_pa_array": held.chunk(0)}
    if "_cache" in state:
        state["_cache"] = {}
    return copyreg.__newobj__, (type(column),), state  # type: ignore[attr-defined]


def _is_whole(values: Any) -> bool:
    extra = values.get_total_buffer_size() - values.nbytes
    return values.offset == 0 and bool(extra <= _SLACK)
