"""Whether two values are the same in everything that an artifact keeps."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np


def same(one: Any, other: Any) -> bool:
    """Say whether two values have the same types, contents and order, bit for bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other)
    if isinstance(one, complex):
        return same([one.real, one.imag], [other.real, other.imag])
    if type(one) in {list, tuple}:
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, set | frozenset):
        return len(one) == len(other) and all(any(same(a, b) for b in other) for a in one)
    if isinstance(one, np.ndarray):
        return same_arrays(one, other)
    return bool(one == other)


def same_arrays(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Say whether two arrays have the same items, of the same kind and in the same shape."""
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.dtype.names:
        # What lies between the fields is nobody's.
        return all(same_arrays(one[name], other[name]) for name in one.dtype.names)
    if one.dtype.hasobject:
        return same(one.tolist(), other.tolist())
    return one.tobytes() == other.tobytes()
