"""How arrays are pickled: their content stands in buffers beside the pickle, uncopied.

NumPy does that itself for most arrays that are contiguous. Here it is done for all that have no
Python objects in them: also for dates, which NumPy copies into the pickle (with their bytes
swapped, if they are of the other order), and for arrays that are not contiguous, which are copied
slab by slab as they are written.

NumPy is never imported here: where an array is to be pickled it has been.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pickle import PickleBuffer
    from typing import Any

    Array = Any  # numpy.ndarray
    Reduction = Any

SLAB = 1 << 20
LARGE = 64 << 10
"""Buffers from this size on stand beside the pickle; smaller ones cost more there than a copy."""

_USER_DEFINED = 2


class Arrays:
    """What is known of the arrays of one pickle."""

    def __init__(self) -> None:
        """Know of none."""
        self.copies: dict[int, Array] = {}
        """By the `id` of the buffer that stands for it, each array that is copied in slabs."""

    def reducers(self) -> dict[type, Callable[[Array], Reduction]]:
        """Return how to reduce the classes that are dealt with here, for a `dispatch_table`."""
        numpy = sys.modules.get("numpy")
        array = getattr(numpy, "ndarray", None)
        if numpy is None or array is None:
            return {}
        self._rebuild = numpy.empty(1).__reduce_ex__(5)[0]
        self._transpose = numpy.transpose
        self._zeros = numpy.zeros
        return {array: self._reduce}

    def _reduce(self, array: Array) -> Reduction:
        from pickle import PickleBuffer

        kind = array.dtype
        if kind.hasobject or kind.isbuiltin == _USER_DEFINED:
            return array.__reduce_ex__(5)
        if not array.nbytes:  # NumPy would forget the byte order of dates
            return self._zeros, (array.shape, kind)
        if array.flags.forc:
            order = "C" if array.flags.c_contiguous else "F"
            flat = (array if order == "C" else array.T).reshape(-1).view("u1")
            return self._rebuild, (PickleBuffer(flat), kind, array.shape, order)
        axes = sorted(range(array.ndim), key=lambda axis: -array.strides[axis])
        straight = array.transpose(axes)
        if straight.flags.c_contiguous:
            return self._transpose, (straight, tuple(map(axes.index, range(array.ndim))))
        if array.nbytes < LARGE:
            return self._reduce(_compact(array))
        standin = PickleBuffer(b"")
        self.copies[id(standin)] = array
        return self._rebuild, (standin, kind, array.shape, "C")


def pieces(buffer: PickleBuffer, copies: dict[int, Array]) -> Iterator[memoryview]:
    """Yield the content of a buffer beside the pickle."""
    array = copies.get(id(buffer))
    if array is None:
        yield buffer.raw()
        return
    for slab in _slabs(array):
        yield memoryview(slab.reshape(-1).view("u1"))


def _slabs(array: Array) -> Iterator[Array]:
    """Yield contiguous copies that are, one after another, the array in C order."""
    if array.nbytes <= SLAB:
        yield _compact(array)
        return
    rows = max(1, SLAB * len(array) // array.nbytes)
    for begin in range(0, len(array), rows):
        slab = array[begin : begin + rows]
        if rows == 1 and array.ndim > 1:
            yield from _slabs(slab[0])
        else:
            yield _compact(slab)


def _compact(array: Array) -> Array:
    """Return a contiguous copy; what lies between the fields of records is zero in it."""
    if array.dtype.names is None:
        return array.copy(order="C")
    copy = sys.modules["numpy"].zeros(array.shape, array.dtype)
    copy[...] = array
    return copy
