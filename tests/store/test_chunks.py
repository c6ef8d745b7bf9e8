"""Blobs are cut into chunks in one way, however they are written."""

from __future__ import annotations

import array
import ctypes
import hashlib
from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime_shim.store.chunks import (
    ALIGN,
    CHUNK,
    HOLE,
    Chunker,
    blob_digest,
    boundaries,
    chunk_digest,
    length,
    offsets,
)

SIZES = st.lists(
    st.one_of(
        st.integers(0, 3 * ALIGN),
        st.sampled_from([CHUNK - ALIGN, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7]),
    ),
    max_size=4,
)


def chunks(
    parts: Iterable[Sequence[bytes | bytearray | memoryview]],
) -> tuple[list[bytes], list[int]]:
    """Return the chunks of parts that are each written in pieces, and the parts' sizes."""
    found: list[bytes] = []

    def emit(number: int, pieces: Sequence[bytes | bytearray | memoryview]) -> None:
        assert number == len(found)
        found.append(b"".join(pieces))

    chunker = Chunker(emit)
    for part in parts:
        for piece in part:
            assert chunker.write(piece) == memoryview(piece).nbytes
        chunker.end_part()
    return found, chunker.close()


ctypes.pythonapi.PyMemoryView_FromMemory.restype = ctypes.py_object
ctypes.pythonapi.PyMemoryView_FromMemory.argtypes = [
    ctypes.c_void_p,
    ctypes.c_ssize_t,
    ctypes.c_int,
]


def content(size: int, seed: int) -> bytes:
    return hashlib.shake_128(seed.to_bytes(4, "big")).digest(min(size, 5000)).ljust(size, b"z")


@settings(max_examples=25)
@given(SIZES, st.sampled_from([1000, ALIGN, ALIGN + 1, 1 << 20, 1 << 30]))
def test_each_part_lies_where_its_offset_says(sizes: list[int], step: int) -> None:
    parts = [content(size, seed) for seed, size in enumerate(sizes)]
    found, told = chunks(
        [part[at : at + step] for at in range(0, len(part), step)] for part in parts
    )
    whole = b"".join(found)
    assert told == sizes
    assert len(whole) == length(sizes)
    assert [(len(c)) for c in found] == [end - begin for begin, end in boundaries(len(whole))]
    rest = bytearray(whole)
    for begin, part in zip(offsets(sizes), parts, strict=True):
        assert begin % ALIGN == 0
        assert whole[begin : begin + len(part)] == part
        rest[begin : begin + len(part)] = bytes(len(part))
    assert not any(rest.strip(b"\0"))


def test_the_digest_is_the_digest_of_the_chunks_digests() -> None:
    data = content(CHUNK + 5, 1)
    found, _ = chunks([[data]])
    digests = [hashlib.sha256(data[:CHUNK]).digest(), hashlib.sha256(data[CHUNK:]).digest()]
    assert [chunk_digest((chunk,)) for chunk in found] == digests
    assert blob_digest(digests) == hashlib.sha256(b"".join(digests)).hexdigest()
    assert blob_digest([]) == hashlib.sha256().hexdigest()


def test_a_chunk_of_zeros_has_the_digest_of_a_hole() -> None:
    assert hashlib.sha256(bytes(CHUNK)).digest() == HOLE
    assert chunk_digest((memoryview(bytearray(CHUNK)),)) == HOLE
    assert chunk_digest((bytes(CHUNK // 2), bytes(CHUNK // 2))) == HOLE
    assert chunk_digest((bytes(CHUNK - 1) + b"\1",)) != HOLE
    assert chunk_digest((bytes(CHUNK - 1),)) == hashlib.sha256(bytes(CHUNK - 1)).digest()


def test_large_views_are_handed_on_uncopied() -> None:
    data = bytearray(3 * CHUNK)
    pieces: list[bytes | bytearray | memoryview] = []
    chunker = Chunker(lambda number, found: pieces.extend(found))
    chunker.write(b"head")
    chunker.end_part()
    chunker.write(memoryview(data))
    chunker.close()
    views = [piece for piece in pieces if isinstance(piece, memoryview)]
    assert sum(map(len, views)) == len(data) - (ALIGN if len(pieces[-1]) < ALIGN else 0)
    assert all(view.obj is data for view in views)


def test_views_that_nothing_stands_behind_are_copied() -> None:
    """C code may hand over a view of memory that is free when the call returns."""
    memory = ctypes.create_string_buffer(b"x" * (CHUNK + 100_000))
    view: memoryview = ctypes.pythonapi.PyMemoryView_FromMemory(memory, len(memory), 0x100)
    found: list[bytes | bytearray | memoryview] = []
    chunker = Chunker(lambda number, pieces: found.extend(pieces))
    chunker.write(view)
    ctypes.memset(memory, 0, len(memory))
    chunker.close()
    assert b"".join(found) == b"x" * (CHUNK + 100_000) + b"\0"


def test_wider_items_count_in_bytes() -> None:
    numbers = array.array("d", range(10_000))
    found, sizes = chunks([[memoryview(numbers)]])
    assert sizes == [80_000]
    assert b"".join(found) == numbers.tobytes()
