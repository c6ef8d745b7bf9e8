"""The same flow gives the same bytes, wherever, however often and in whatever locale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOW = ROOT / "golden/flows/everything/flow.py"


def compiled(flow: Path, folder: Path, **environment: str) -> bytes:
    """Return what `flowc compile --stdout` prints in `folder`, as a process of its own."""
    plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "compiler", "compile", str(flow), "--target", "argo", "--stdout"],
        cwd=folder,
        env={**plain, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def expected() -> bytes:
    return compiled(FLOW, ROOT)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seeds_do_not_matter(expected: bytes, seed: str) -> None:
    assert compiled(FLOW, ROOT, PYTHONHASHSEED=seed) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"},
        {"LANG": "tr_TR.UTF-8", "COLUMNS": "20", "NO_COLOR": "1"},
    ],
)
def test_locale_time_zone_and_terminal_do_not_matter(
    expected: bytes, settings: dict[str, str]
) -> None:
    assert compiled(FLOW, ROOT, **settings) == expected


def test_the_working_folder_does_not_matter(expected: bytes, tmp_path: Path) -> None:
    assert compiled(FLOW, tmp_path) == expected
    assert compiled(Path("flow.py"), FLOW.parent) == expected


def test_the_place_of_the_project_does_not_matter(expected: bytes, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a project"
    shutil.copytree(FLOW.parent, elsewhere)
    assert compiled(elsewhere / "flow.py", tmp_path) == expected


def test_values_of_the_environment_are_not_written(expected: bytes) -> None:
    with_token = compiled(FLOW, ROOT, API_TOKEN="do-not-write-me")
    assert b"do-not-write-me" not in with_token
    assert with_token == expected
