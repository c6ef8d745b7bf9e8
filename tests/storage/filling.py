"""Fills a store with runs and their artifacts, some of which are old."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runtime_shim import layout
from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore
from runtime_shim.store.remote import RemoteStore
from tests.client.building import Builder
from tests.remote.conftest import age

if TYPE_CHECKING:
    from runtime_shim.store.base import Store

HOUR, DAY = 3600.0, 86400.0
FLOW = "TrainFlow"
BLOBS = f"{FLOW}/blobs"


class Filler:
    """Makes runs of `TrainFlow`, whose one artifact that matters is `model`."""

    def __init__(self, store: Store) -> None:
        self.store: Any = store
        self.builder = Builder(store, FLOW)

    def run(
        self,
        name: str,
        model: bytes = b"",
        *,
        days: float = 0,
        ended: bool = True,
        origin: str | None = None,
    ) -> None:
        """Make a run, with a task that saved `model`; everything of it is `days` old."""
        self.builder.extra = {"created": time.time() - days * DAY, "origin": origin}
        self.builder.run(name)
        self.done(f"{name}/start/0", model)
        if ended:
            self.done(f"{name}/end/0")
        for key in self.listed(layout.run_key(FLOW, name)):
            self.make_older(key, days * DAY)

    def done(self, place: str, model: bytes = b"") -> None:
        """Commit a task that saved `model`."""
        artifacts = {"model": self.save(model)} if model else {}
        self.builder.done(place, artifacts, inputs=[])

    def save(self, model: bytes) -> dict[str, Any]:
        """Save an artifact; return its ref."""
        return save(self.store, FLOW, model, "model")

    def stored(self, model: bytes, *, days: float = 0) -> str:
        """Store the content of an artifact that no task refers to; return its key."""
        ref = self.save(model)
        (key,) = self.store.blob_keys(BLOBS, ref["bytes"])
        self.make_older(key, days * DAY)
        return str(key)

    def make_older(self, key: str, seconds: float) -> None:
        """Let an object have been written earlier than it was."""
        if isinstance(self.store, FolderStore):
            path = self.store.path(key)
            then = Path(path).stat().st_mtime - seconds
            os.utime(path, (then, then))
        else:
            assert isinstance(self.store, RemoteStore)
            age(self.store, key, seconds)

    def listed(self, folder: str = "") -> list[str]:
        """Return the keys of everything below a folder."""
        return sorted(key for key, _, _ in self.store.walk(folder))

    def blobs(self) -> list[str]:
        """Return the keys of all blobs."""
        return self.listed(BLOBS)

    def content(self) -> dict[str, tuple[bytes, float]]:
        """Return all objects, with their times."""
        return {key: (self.store.read(key), modified) for key, _, modified in self.store.walk("")}
