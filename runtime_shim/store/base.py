"""What every store can do: small objects by key, logs that grow, and blobs of any size.

A key is a path of segments joined by `/`, relative to the store's root. Objects are visible whole
or not at all. Every method raises `StoreError` if the store cannot be reached or refuses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO, Protocol

    Buffer = bytes | bytearray | memoryview

    class Sink(Protocol):
        """Takes the content of one blob, part after part, without holding more than a few chunks.

        A part is what `part` ends: parts begin at multiples of 4 KiB, so that each can be mapped.
        """

        def write(self, data: Buffer, /) -> int:
            """Append `data` to the part; returns its length in bytes.

            Views of memory are not copied: it may not change before `finish` returned.
            """
            ...

        def end_part(self) -> None:
            """End the part; what is written next begins another."""
            ...

        def finish(self) -> dict[str, Any]:
            """Store the blob and return {"blob": digest, "parts": [bytes of each, …]}."""
            ...

        def discard(self) -> None:
            """Leave nothing of it behind."""
            ...

    class Store(Protocol):
        """A tree of objects. `url` names it as `FLOWC_STORE` does."""

        url: str

        def read(self, key: str) -> bytes:
            """Return the object's content; raises Missing if there is none."""
            ...

        def read_many(self, keys: Sequence[str]) -> list[bytes | None]:
            """Return the content of each, None for those that do not exist, in the same order."""
            ...

        def exists(self, key: str) -> bool:
            """Say whether there is such an object."""
            ...

        def create(self, key: str, data: bytes) -> bool:
            """Make the object unless it exists; say whether this call made it.

            After an answer that was lost it may say False for an object that it did make:
            whoever needs to know compares what is there.
            """
            ...

        def write(self, key: str, data: bytes) -> None:
            """Make the object hold `data`, whatever was there before."""
            ...

        def delete(self, key: str) -> None:
            """Remove the object; nothing happens if there is none."""
            ...

        def children(self, folder: str, after: str = "", most: int | None = None) -> list[str]:
            """Return the names directly below `folder`, in order of their code points.

            Names of folders end with `/`. Only names that come after `after`, and at most `most`.
            """
            ...

        def modified(self, key: str) -> float:
            """Return when the object was last written or touched, in seconds since 1970."""
            ...

        def append(self, key: str, data: bytes) -> None:
            """Append to a log, which only one process at a time does."""
            ...

        def read_log(self, key: str, offset: int = 0) -> bytes:
            """Return a log's content from the byte `offset` on; empty if there is none."""
            ...

        def sink(self, folder: str) -> Sink:
            """Return a sink for one blob below `folder`."""
            ...

        def parts(self, folder: str, blob: dict[str, Any], first: int = 0) -> list[memoryview]:
            """Return the parts of a blob as `Sink.finish` described it, from part `first` on.

            They can be written to, which changes this process's copy alone. Raises StoreError,
            naming the object, if it is not what its name says.
            """
            ...

        def content(self, folder: str, blob: dict[str, Any]) -> bytes:
            """Return the content of a blob of one part, held once in memory.

            (An `io.BytesIO` that was grown to the length first takes pieces in any order, and its
            `getvalue` then is no copy.)
            """
            ...

        def stream(self, folder: str, blob: dict[str, Any]) -> BinaryIO:
            """Return the first part as a file that is read once from its begin, then closed.

            Holds no more of it than a few chunks, so that a long pickle and what is made of it are
            not in memory together. What follows the part may be read from it too.
            """
            ...

        def verify(self, folder: str, blob: dict[str, Any]) -> None:
            """Read the whole blob; raises StoreError if it is not what its name says."""
            ...

        def walk(self, folder: str) -> Iterator[tuple[str, int, float]]:
            """Yield (key, bytes, modified) of every object below `folder`, in no order."""
            ...

        def leftovers(self, folder: str) -> Iterator[tuple[str, int, float]]:
            """Yield, as `walk` does, what writers that were killed left below `folder`.

            Nothing ever reads it; what has not been modified for long can be deleted.
            """
            ...

        def blob_keys(self, folder: str, blob: dict[str, Any]) -> list[str]:
            """Return the keys of the objects that a blob consists of.

            Raises StoreError if what says so is missing or damaged.
            """
            ...

        def remove_stale(self, folder: str, keys: Sequence[str], before: float) -> list[str]:
            """Remove the blobs below `folder` that were not written or touched since `before`.

            Returns the keys of those that were removed. Whoever stores one of them again at the
            same moment has it: it is not removed then, or is written anew.
            """
            ...

        def delete_many(self, keys: Sequence[str]) -> None:
            """Remove objects; those that do not exist do not matter."""
            ...

        def prune(self, folder: str) -> None:
            """Remove the folders in `folder`, and itself, that hold nothing.

            There is nothing to do where folders are no more than parts of names.
            """
            ...
