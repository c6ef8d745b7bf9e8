"""How the content of a blob lies in chunks, and what its digest is: the same in every store.

The content is the blob's parts one after another. Each begins at a multiple of 4 KiB, so that it
can be mapped; the bytes between two parts are zero, and nothing follows the last. The content is
cut into chunks of 8 MiB, of which only the last may be shorter. The digest is the SHA-256 of the
chunks' SHA-256 digests, one after another, so that chunks can be hashed and moved in parallel.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Piece = bytes | bytearray | memoryview
    Emit = Callable[[int, list[Piece]], None]

CHUNK = 8 << 20
ALIGN = 4 << 10
HOLE = bytes.fromhex("2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74")
"""The digest of a whole chunk that is all zero."""

# What is shorter is copied, so that many small writes do not become as many pieces.
_SMALL = 4 << 10
# Memory that is never written to, which the kernel does not have to provide.
_ZEROS = bytes(CHUNK)


def offsets(sizes: Sequence[int]) -> list[int]:
    """Return where each part begins, in bytes from the content's begin; `sizes` are the parts'."""
    found, end = [], 0
    for size in sizes:
        begin = end + -end % ALIGN
        found.append(begin)
        end = begin + size
    return found


def length(sizes: Sequence[int]) -> int:
    """Return how many bytes the content of parts of `sizes` has, with the zeros between them."""
    ends = (begin + size for begin, size in zip(offsets(sizes), sizes, strict=True) if size)
    return max(ends, default=0)


def boundaries(total: int) -> list[tuple[int, int]]:
    """Return where each chunk of a content of `total` bytes begins and ends."""
    return [(begin, min(begin + CHUNK, total)) for begin in range(0, total, CHUNK)]


def chunk_digest(pieces: Sequence[Piece]) -> bytes:
    """Return the digest of one chunk, which `pieces` are in their order; quick for `HOLE`."""
    import hashlib

    if len(pieces) == 1 and len(pieces[0]) == CHUNK and _ZEROS.startswith(pieces[0]):
        return HOLE
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.digest()


def blob_digest(digests: Iterable[bytes]) -> str:
    """Return the blob's digest in hexadecimal digits; `digests` are its chunks', in order."""
    return chunk_digest((b"".join(digests),)).hex()


class Chunker:
    """Cuts what is written into chunks, and gives each to `emit` when it is whole.

    `emit(number, pieces)` is called in order, with numbers from 0; the pieces, one after another,
    are the chunk. Large pieces are views of what was written, not copies: it may not change
    before they were used.
    """

    def __init__(self, emit: Emit) -> None:
        """Begin with no content."""
        self.sizes: list[int] = []
        """The bytes of each part that has ended."""
        self._emit = emit
        self._count = 0
        self._pieces: list[Piece] = []
        self._held = 0
        self._part = 0
        self._written = False

    def write(self, data: Piece) -> int:
        """Append `data`, any contiguous buffer, to the part; return its length in bytes."""
        view = memoryview(data)
        if view.ndim != 1 or view.format != "B":
            view = view.cast("B")
        if view.nbytes and not self._part:
            self._add(memoryview(_ZEROS)[: -self._held % ALIGN])
        self._add(view)
        self._part += view.nbytes
        self._written = True
        return view.nbytes

    def end_part(self) -> None:
        """End the part; what is written next begins another."""
        self.sizes.append(self._part)
        self._part = 0
        self._written = False

    def close(self) -> list[int]:
        """End the part if one began, emit the rest, and return the bytes of each part."""
        if self._written:
            self.end_part()
        if self._held:
            self._flush()
        return self.sizes

    def _add(self, view: memoryview) -> None:
        # A view that no object stands behind may be of memory that is free after this call.
        passing = view.obj is None
        while view.nbytes:
            piece = view[: CHUNK - self._held]
            view = view[len(piece) :]
            self._held += len(piece)
            if len(piece) < _SMALL:
                self._add_small(piece)
            else:
                self._pieces.append(bytes(piece) if passing else piece)
            if self._held == CHUNK:
                self._flush()

    def _add_small(self, piece: memoryview) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, bytearray) and len(last) < CHUNK:
            last += piece
        else:
            self._pieces.append(bytearray(piece))

    def _flush(self) -> None:
        number, pieces = self._count, self._pieces
        self._count += 1
        self._pieces = []
        self._held = 0
        self._emit(number, pieces)


def blob_key(folder: str, digest: str) -> str:
    """Return the key of a blob, or of one of its chunks, below `folder`."""
    return f"{folder}/{digest[:2]}/{digest}"
