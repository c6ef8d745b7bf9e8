"""Pickles a value into a file, and says which buffers stand beside the pickle."""

from __future__ import annotations

from runtime_shim.artifacts import frames
from runtime_shim.artifacts.arrays import LARGE, Arrays, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pickle import PickleBuffer
    from typing import Protocol

    class Writable(Protocol):
        """What a pickle is written to."""

        def write(self, data: bytes | bytearray | memoryview, /) -> object:
            """Take the next bytes of it."""
            ...


MOST_BUFFERS = 1000
"""What a record lists of one artifact at most; further buffers are copied into the pickle."""


class Buffers:
    """The buffers beside one pickle, in order; the objects that they are of live as long."""

    def __init__(self) -> None:
        """Hold none."""
        self.arrays = Arrays()
        self.held: list[PickleBuffer] = []

    def take(self, buffer: PickleBuffer) -> bool:
        """Take what the pickler offers, or say that it goes into the pickle."""
        fits = memoryview(buffer).nbytes >= LARGE and len(self.held) < MOST_BUFFERS
        if not fits and id(buffer) not in self.arrays.copies:
            return True
        self.held.append(buffer)
        return False

    def __iter__(self) -> Iterator[Iterator[memoryview]]:
        """Yield the pieces of each buffer."""
        return (pieces(buffer, self.arrays.copies) for buffer in self.held)


def dump(value: object, file: Writable) -> Buffers:
    """Pickle `value` into `file` and return the buffers beside it; raises what pickling raises."""
    import copyreg
    import pickle

    buffers = Buffers()
    pickler = pickle.Pickler(file, 5, buffer_callback=buffers.take)
    own = buffers.arrays.reducers() | frames.reducers()
    pickler.dispatch_table = copyreg.dispatch_table | own
    pickler.dump(value)
    return buffers
