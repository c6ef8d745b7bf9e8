"""No kill and no race leaves half an object."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime_shim.store.folder import FolderStore
from tests.store import kills, races
from tests.store.blob import FOLDER, large

ROOT = Path(__file__).parent.parent.parent
# How many calls into the system each takes at least: fewer would mean that some are not counted.
CALLS = {"create": 6, "write": 4, "small": 6, "large": 10, "small again": 2, "large again": 8}


def run(module: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("what", kills.CASES)
def test_a_kill_at_any_call_leaves_all_or_nothing(what: str, tmp_path: Path) -> None:
    assert int(run("tests.store.kills", what, str(tmp_path))[0]) >= CALLS[what]


def told(what: str, folder: Path) -> dict[int, str]:
    lines = run("tests.store.races", what, str(folder))
    found = {int(number): text for number, _, text in (line.partition(" ") for line in lines)}
    assert len(found) == races.PROCESSES
    return found


def test_of_many_creators_one_is_told_that_it_was_the_one(tmp_path: Path) -> None:
    answers = told("create", tmp_path)
    winner = [number for number, answer in answers.items() if answer == "True"]
    assert len(winner) == 1
    assert FolderStore(str(tmp_path)).read(races.KEY) == races.content(winner[0])


def test_of_many_writers_one_is_last_and_whole(tmp_path: Path) -> None:
    told("write", tmp_path)
    contents = [races.content(number) for number in range(races.PROCESSES)]
    assert FolderStore(str(tmp_path)).read(races.KEY) in contents


def test_many_can_store_the_same_blob(tmp_path: Path) -> None:
    answers = told("blob", tmp_path)
    (digest,) = set(answers.values())
    store = FolderStore(str(tmp_path))
    store.verify(FOLDER, {"blob": digest, "parts": [len(part) for part in large()]})
    assert len(list(store.walk(""))) == 1
    assert list(store.leftovers("")) == []
