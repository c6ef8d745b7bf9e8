"""Keeps logs in an object store, where objects do not grow, in parts.

The parts of `<key>` are `<key>/00000000`, `<key>/00000001` and so on; listings say `<key>`.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from obstore import ObjectMeta

    from runtime_shim.store.remote_calls import Calls

# Such a name is an attempt's log (`runtime_shim.protocol`), never a run, a step or a task.
_FOLDER = re.compile(r"(\d+\.log)/")


class RemoteLogs:
    """The logs of one store. One process at a time writes a log, and may be another each time."""

    def __init__(self, calls: Calls) -> None:
        """Know of no log yet."""
        self._calls = calls
        self._next: dict[str, int] = {}

    def append(self, key: str, data: bytes) -> None:
        """Add a part that holds `data`, after the parts that are there."""
        if not data:
            return
        number = self._next.get(key)
        if number is None:
            names = [part["path"].rpartition("/")[2] for part in self._parts(key)]
            number = max((int(name) + 1 for name in names if name.isdecimal()), default=0)
        while not self._add(f"{key}/{number:08}", data):
            number += 1
        self._next[key] = number + 1

    def wanted(self, key: str, offset: int) -> tuple[list[str], int]:
        """Return the keys of the parts that hold what follows `offset`, and the first's offset."""
        keys: list[str] = []
        end = begin = 0
        for part in self._parts(key):
            end += part["size"]
            if end > offset:
                begin = begin if keys else offset - (end - part["size"])
                keys.append(part["path"])
        return keys, begin

    def _add(self, part: str, data: bytes) -> bool:
        # What is there already with this very content is ours: the answer was lost.
        return self._calls.create(part, data) or bytes(self._calls.get(part)) == data

    def _parts(self, key: str) -> list[ObjectMeta]:
        found = page = self._calls.page(key, "")
        while len(page) == self._calls.most:
            page = self._calls.page(key, page[-1]["path"])
            found = found + page
        return found


def shown(name: str) -> str:
    """Return the name of an object or a folder (`name/`) as listings have it: logs are objects."""
    found = _FOLDER.fullmatch(name)
    return found[1] if found else name
