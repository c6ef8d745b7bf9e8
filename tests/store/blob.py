"""Writes and reads whole blobs, for tests of stores."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from runtime_shim.store.chunks import ALIGN, CHUNK

if TYPE_CHECKING:
    from runtime_shim.store.base import Store

FOLDER = "Flow/blobs"
SMALL = [b"small", b"second part" * 1000]


def put(store: Store, parts: Sequence[bytes | bytearray | memoryview]) -> dict[str, Any]:
    """Store a blob of `parts` and return what it is called."""
    sink = store.sink(FOLDER)
    try:
        for part in parts:
            sink.write(part)
            sink.end_part()
        return sink.finish()
    finally:
        sink.discard()


def large() -> list[bytes]:
    """Return parts of three chunks, of which the second is all zero."""
    noise = hashlib.shake_128(b"large").digest(1 << 20) * 8
    return [b"head", noise[ALIGN:] + bytes(CHUNK) + noise[:100_000]]


def key(blob: dict[str, Any]) -> str:
    """Return the key of a blob's object."""
    return f"{FOLDER}/{blob['blob'][:2]}/{blob['blob']}"
