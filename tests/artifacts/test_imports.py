"""A task that needs no pickles and no blobs does not pay for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COSTLY = {
    "base64",
    "concurrent",
    "contextlib",
    "ctypes",
    "dataclasses",
    "hashlib",
    "inspect",
    "logging",
    "mmap",
    "numpy",
    "pathlib",
    "pickle",
    "queue",
    "tempfile",
    "threading",
    "typing",
}
PLAIN = """
import sys
before = set(sys.modules)
from runtime_shim.artifacts.encode import resave, save
from runtime_shim.artifacts.decode import load_tracked
from runtime_shim.store.folder import FolderStore
store = FolderStore(sys.argv[1])
for value in (1, "a", [1.5, {"b": None}], b"bytes"):
    loaded, how = load_tracked(store, "Flow", save(store, "Flow", value, "x"), "x")
    assert resave(store, "Flow", loaded, "x", how) is how.ref
store.create("a/b", b"{}")
store.read_many(["a/b", "c"])
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""
PICKLED = PLAIN.replace('[1.5, {"b": None}]', "(1, b'x' * 5000)")


def imported(code: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_plain_artifacts_need_little_of_the_library(tmp_path: Path) -> None:
    found = imported(PLAIN, tmp_path)
    assert "runtime_shim" in found
    assert not found & COSTLY


def test_pickles_and_blobs_of_one_chunk_need_no_threads(tmp_path: Path) -> None:
    found = imported(PICKLED, tmp_path)
    assert {"pickle", "hashlib"} <= found
    assert not found & {"threading", "mmap", "ctypes", "typing", "inspect", "tempfile"}
