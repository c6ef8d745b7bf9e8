"""Says whether a loaded artifact is still what it was, without reading the content of its arrays.

A value that was loaded with buffers beside its pickle is untouched if

1. pickling it anew gives the same pickle, which has everything in it but those buffers, or at
   least the one that a fresh copy gives (a first pickle refers to equal strings that were one
   object; once loaded, they need not be);
2. each buffer beside it is where the part of that number was mapped; and
3. none of the mapping's pages is this process's own. The mapping is private, so the kernel makes
   a page the process's own before anything is written to it, by whatever code and through
   whatever view, and /proc/self/pagemap tells which pages are.

Whatever cannot be told (another system than Linux, a store that does not map, a pickle that comes
out otherwise each time) counts as changed: then the value is saved again, and found to be the same
by its digest.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from runtime_shim.artifacts.decode import Loaded
    from runtime_shim.artifacts.pickling import Buffers

_UNCHANGING = (type(None), bool, int, float, complex, str, bytes)
# Of a page's 64 bits (Documentation/admin-guide/mm/pagemap.rst), in the highest byte: present,
# swapped out, and of a file. A page of this process's own is one of the first two, not the third.
_PRESENT_OR_SWAPPED, _OF_FILE = 0xC0, 0x20
_NOT_OWN = bytes(bits for bits in range(256) if not bits & _PRESENT_OR_SWAPPED or bits & _OF_FILE)


class _Longer(Exception):
    """A pickle is longer than the one that was loaded can be."""


class _Pickle:
    """Takes a pickle of at most `most` bytes."""

    def __init__(self, most: int) -> None:
        self.data = bytearray()
        self._most = most

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Append the next bytes."""
        self.data += data
        if len(self.data) > self._most:
            raise _Longer
        return len(data)


def is_untouched(value: object, loaded: Loaded, fresh: Callable[[], object]) -> bool:
    """Say whether `value` certainly is as it was loaded; `fresh` loads it once more."""
    if value is not loaded.value:
        return False
    if type(value) in _UNCHANGING:
        return True
    if not loaded.parts or sys.platform != "linux":
        return False
    try:
        return _lies_in(value, loaded.parts, fresh)
    except Exception as error:
        from runtime_shim.failures import TimeoutException

        if isinstance(error, TimeoutException):
            raise
        # Saving it says what is wrong.
        return False


def _lies_in(value: object, parts: list[memoryview], fresh: Callable[[], object]) -> bool:
    pickle, buffers = _pickled(value, parts[0])
    if buffers.arrays.copies or len(buffers.held) != len(parts) - 1:
        return False
    pairs = zip(buffers.held, parts[1:], strict=True)
    if not all(_is_clean(buffer.raw(), part) for buffer, part in pairs):
        return False
    return pickle == parts[0] or pickle == _pickled(fresh(), parts[0])[0]


def _pickled(value: object, before: memoryview) -> tuple[bytearray, Buffers]:
    from runtime_shim.artifacts.pickling import dump

    taken = _Pickle(2 * len(before))
    return taken.data, dump(value, taken)


def _is_clean(buffer: memoryview, part: memoryview) -> bool:
    address = _address(part)
    if address is None or len(buffer) != len(part) or _address(buffer) != address:
        return False
    import mmap

    first, last = address // mmap.PAGESIZE, -(-(address + len(part)) // mmap.PAGESIZE)
    try:
        with open("/proc/self/pagemap", "rb") as file:
            file.seek(first * 8)
            entries = file.read((last - first) * 8)
    except OSError:
        return False
    return len(entries) == (last - first) * 8 and not _own_pages(entries)


def _own_pages(entries: bytes) -> bytes:
    highest = entries[7::8] if sys.byteorder == "little" else entries[::8]
    return highest.translate(None, _NOT_OWN)


def _address(view: memoryview) -> int | None:
    """Return where in memory `view` begins, if NumPy is there to say it."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not view:
        return None
    address: int = numpy.frombuffer(view, "u1").__array_interface__["data"][0]
    return address
