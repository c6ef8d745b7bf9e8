"""Saving takes 64 MiB beside the artifact at most, and loading no more than it and 64 MiB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.artifacts import memory

ROOT = Path(__file__).parent.parent.parent
EXTRA = 64 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is told by Linux")
@pytest.mark.parametrize("what", memory.VALUES)
def test_an_artifact_is_in_memory_once(what: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.artifacts.memory", what, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    saving, loading = map(int, done.stdout.split())
    assert saving <= EXTRA
    # That it was measured: all of the value was there after loading.
    assert memory.SIZE * 0.9 <= loading <= memory.SIZE + EXTRA
