"""Saves or loads one artifact in a process of its own: `python -m benchmarks.artifact_task …`.

    python -m benchmarks.artifact_task PEER save|load|read WHAT FOLDER

Prints JSON: wall and CPU seconds of the action alone, and the bytes by which the process's peak was
above what it held without the value. `read` is to load and then to go through all of the value.
"""

from __future__ import annotations

import gc
import importlib
import json
import pickle
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore

SIZE = 512 << 20
MILLION = 1_000_000


def _frame() -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "id": np.arange(MILLION),
            "price": random.random(MILLION),
            "volume": random.random(MILLION).astype("f4"),
            "name": [f"name {number}" for number in range(MILLION)],
            "time": pd.date_range("2020-01-01", periods=MILLION, freq="s"),
            "kind": pd.Categorical.from_codes(random.integers(0, 5, MILLION), list("abcde")),
            "valid": random.random(MILLION) < 0.5,
        }
    )


VALUES: dict[str, Callable[[], Any]] = {
    "512 MiB of random float64": lambda: np.random.default_rng(1).random(SIZE // 8),
    "512 MiB of zeros": lambda: np.zeros(SIZE // 8),
    "a dict of 1e6 ints": lambda: {number: number * number for number in range(MILLION)},
    "a frame of 1e6 rows": _frame,
}


class Flowc:
    """The store of this project."""

    def __init__(self, folder: Path) -> None:
        self.store = FolderStore(str(folder / "store"))
        self.ref = folder / "ref.json"

    def save(self, value: object) -> None:
        self.ref.write_text(json.dumps(save(self.store, "Bench", value, "x")))

    def load(self) -> Any:
        return load(self.store, "Bench", json.loads(self.ref.read_text()), "x")


class Metaflow:
    """Metaflow's datastore in a folder, as its tasks use it."""

    def __init__(self, folder: Path) -> None:
        datastore = importlib.import_module("metaflow.datastore")
        storage = importlib.import_module("metaflow.plugins.datastores.local_storage")
        self.flow = datastore.FlowDataStore(
            "Bench", storage_impl=storage.LocalStorage, ds_root=str(folder / "metaflow")
        )

    def save(self, value: object) -> None:
        task = self.flow.get_task_datastore("1", "start", "1", attempt=0, mode="w")
        task.init_task()
        task.save_artifacts(iter([("x", value)]))
        task.done()

    def load(self) -> Any:
        return self.flow.get_task_datastore("1", "start", "1")["x"]


class Pickle:
    """Python's own pickle of protocol 5, in one file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "pickle"

    def save(self, value: object) -> None:
        with self.path.open("wb") as file:
            pickle.dump(value, file, 5)

    def load(self) -> Any:
        with self.path.open("rb") as file:
            return pickle.load(file)


class Floor:
    """No more than the bytes, written to a file and read from it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bytes"

    def save(self, value: object) -> None:
        with self.path.open("wb", buffering=0) as file:
            file.write(value)  # type: ignore[arg-type]

    def load(self) -> Any:
        return self.path.read_bytes()


PEERS: dict[str, Callable[[Path], Flowc | Metaflow | Pickle | Floor]] = {
    "flowc": Flowc,
    "Metaflow": Metaflow,
    "pickle 5": Pickle,
    "the bytes": Floor,
}


def content(value: Any) -> Any:
    """Return the bytes of a value as they are, or as pickle makes them."""
    return value.data if isinstance(value, np.ndarray) else pickle.dumps(value, 5)


def read(value: Any) -> object:
    """Go through all of a value."""
    if isinstance(value, dict):
        return sum(value.values())
    if isinstance(value, bytes):
        return value.count(b"\0")
    if isinstance(value, pd.DataFrame):
        return [value[name].max() for name in ("id", "price", "volume", "name", "time", "valid")]
    return value.sum()


def main(peer: str, action: str, what: str, folder: Path) -> None:
    """Act once, and print what it took."""
    store = PEERS[peer](folder)
    value: Any = None
    without = _begin()
    if action == "save":
        value = VALUES[what]()
        value = content(value) if peer == "the bytes" else value
        _begin()
    wall, cpu = time.perf_counter(), _cpu()
    if action == "save":
        store.save(value)
    else:
        value = store.load()
    if action == "read":
        read(value)
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "memory": _memory("VmHWM") - without}))


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _begin() -> int:
    """Let the kernel count the peak anew; return what the process holds."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    return int(Path("/proc/self/status").read_text().partition(name + ":")[2].split()[0]) << 10


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
