"""A store that counts what is asked of another."""

from __future__ import annotations

from collections.abc import Sequence

from runtime_shim.store.folder import FolderStore


class CountingStore(FolderStore):
    """Counts listings, and the objects that are read."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.listings = 0
        self.keys: list[str] = []
        self.batches: list[int] = []

    def read(self, key: str) -> bytes:
        self.keys.append(key)
        return super().read(key)

    def read_many(self, keys: Sequence[str]) -> list[bytes | None]:
        self.batches.append(len(keys))
        before = list(self.keys)
        found = super().read_many(keys)
        self.keys = [*before, *keys]
        return found

    def exists(self, key: str) -> bool:
        self.keys.append(key)
        return super().exists(key)

    def children(self, folder: str, after: str = "", most: int | None = None) -> list[str]:
        self.listings += 1
        return super().children(folder, after, most)
