"""Disks that are full and folders that are read-only are named, and nothing is left of the try."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMESPACES = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])
WAYS = ["`a/b`", "`a/c`", "`a/d.log`", "`Flow/blobs`", "`Flow/blobs`"]


def said(prefix: list[str], what: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "tests.store.full", what, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def namespace() -> list[str]:
    """Return a command that runs another where it can mount."""
    for prefix in NAMESPACES:
        test = [*prefix, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        try:
            if subprocess.run(test, capture_output=True, check=False).returncode == 0:
                return prefix
        except FileNotFoundError:
            break
    pytest.skip("nothing can be mounted here")


def expected(folder: Path, reason: str) -> list[str]:
    failures = [f"{way} cannot be written in file://{folder}: {reason}" for way in WAYS]
    return [*failures, *(f"`model` cannot be saved: {failures[-1]}" for _ in range(2))]


def test_a_file_that_grows_too_long_is_named(tmp_path: Path) -> None:
    *failures, left = said([], "size", tmp_path)
    assert failures == expected(tmp_path, "file too large")
    assert left == "[] []"


def test_a_full_disk_is_named(namespace: list[str], tmp_path: Path) -> None:
    *failures, left = said(namespace, "disk", tmp_path)
    assert failures == expected(tmp_path, "the disk is full")
    assert left == "[] []"


def test_a_read_only_folder_is_named(namespace: list[str], tmp_path: Path) -> None:
    *failures, left = said(namespace, "readonly", tmp_path)
    assert failures == expected(tmp_path, "read-only file system")
    assert left == "['before'] []"
