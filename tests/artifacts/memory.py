"""Prints how much memory saving and loading take: `python -m tests.artifacts.memory WHAT FOLDER`.

Two lines: by how many bytes the peak of saving is above what the process had with the value, and
the peak of loading, with all of the value read, above what it had without.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore

SIZE = 256 << 20


def frame() -> pd.DataFrame:
    """Return a frame of SIZE bytes, a quarter of them texts."""
    rows = SIZE // 64
    numbers = np.arange(rows)
    columns: dict[str, Any] = {f"f{n}": np.random.default_rng(n).random(rows) for n in range(4)}
    columns["text"] = pd.array([f"{n:08d}" for n in range(1000)] * (rows // 1000 + 1), dtype="str")[
        :rows
    ].copy()
    columns["time"] = numbers.astype("M8[s]")
    columns["int"] = numbers
    return pd.DataFrame(columns)


VALUES = {
    "float": lambda: np.random.default_rng(1).random(SIZE // 8),
    "strided": lambda: np.random.default_rng(1).random((SIZE // 8192, 2048))[:, ::2],
    "time": lambda: np.arange(SIZE // 8).astype("M8[s]"),
    "bytes": lambda: hashlib.shake_128(b"").digest(1 << 20) * (SIZE >> 20),
    "bytes in a list": lambda: [hashlib.shake_128(b"").digest(1 << 20) * (SIZE >> 20)],
    "bytearray": lambda: bytearray(hashlib.shake_128(b"").digest(1 << 20) * (SIZE >> 20)),
    "frame": frame,
}


def read(value: Any) -> object:
    """Read all of a value."""
    if isinstance(value, list):
        return read(value[0])
    if isinstance(value, bytes | bytearray):
        return value.count(b"\0")
    if isinstance(value, pd.DataFrame):
        return [read(value[name].array) for name in value]
    if isinstance(value, np.ndarray):
        return value.view("i8").max()
    return value.max()


def held(line: str) -> int:
    """Return the bytes that this process has now (VmRSS), or had at most (VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(line + ":")[2].split()[0]) << 10


def begin() -> int:
    """Forget the peak, and return what there is."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return held("VmRSS")


def main(what: str, folder: str) -> None:
    """Measure one kind of value."""
    store = FolderStore(folder)
    value = VALUES[what]()
    read(value)
    before = begin()
    ref = save(store, "Flow", value, "x")
    print(held("VmHWM") - before)
    del value
    before = begin()
    value = load(store, "Flow", ref, "x")
    read(value)
    print(held("VmHWM") - before)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
