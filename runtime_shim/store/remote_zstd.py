"""Compresses chunks where a sample of them shrinks well, if the package zstandard is there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime_shim.store.chunks import Piece

# Fast: about what a good network takes. Random and encrypted data, and most numbers, do not shrink.
_LEVEL = 1
_LEAST = 1 << 10
_SAMPLE = 16 << 10
_SAMPLES = 4
_WELL = 0.8


def pack(chunk: Piece) -> Piece:
    """Return a chunk as it is stored: compressed and shorter, or as it is."""
    if len(chunk) < _LEAST:
        return chunk
    try:
        import zstandard
    except ImportError:
        return chunk
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    sample = _sample(memoryview(chunk))
    if len(compressor.compress(sample)) > _WELL * len(sample):
        return chunk
    packed = compressor.compress(chunk)
    return packed if len(packed) < len(chunk) else chunk


def decompress(data: memoryview, size: int, target: memoryview | None) -> bytes | memoryview:
    """Return the `size` bytes that `data` was made from, in `target` if there is one.

    Raises ValueError, saying what is wrong, and ImportError if zstandard is not installed.
    """
    if bytes(data[:4]) != b"\x28\xb5\x2f\xfd":
        raise ValueError("is not compressed")
    import zstandard

    try:
        reader = zstandard.ZstdDecompressor().stream_reader(data)
        found = memoryview(bytearray(size)) if target is None else target
        count = 0
        while count < size and (more := reader.readinto(found[count:])):
            count += more
        ended = not reader.read(1)
    except zstandard.ZstdError as error:
        raise ValueError(f"cannot be decompressed: {error}") from error
    if count < size or not ended:
        raise ValueError("decompressed has another length")
    return found


def _sample(chunk: memoryview) -> bytes:
    """Return a few stretches from all over a chunk."""
    step = max(_SAMPLE, len(chunk) // _SAMPLES)
    return b"".join(chunk[at : at + _SAMPLE] for at in range(0, len(chunk), step))
