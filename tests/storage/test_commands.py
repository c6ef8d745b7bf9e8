"""`flowc verify` and `flowc gc`, as they are typed."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from tests.cli.shell import Answer, run
from tests.storage.filling import FLOW, Filler

MODEL, OTHER = random.Random(1).randbytes(10_000), random.Random(2).randbytes(10_000)


class Terminal(io.StringIO):
    """A stream that a person looks at, or types into."""

    def isatty(self) -> bool:
        return True


def typed(folder: Path, answer: str, *argv: str, environ: Mapping[str, str]) -> Answer:
    """Run a command on a terminal, where `answer` is typed."""
    out, err = io.StringIO(), Terminal()
    world = World(cwd=folder, out=out, err=err, typed=Terminal(answer), environ=environ)
    status = main(argv, world)
    return Answer(status, out.getvalue(), err.getvalue())


@pytest.fixture
def environ(folder: Filler) -> dict[str, str]:
    return {"FLOWC_STORE": folder.store.url}


@pytest.fixture
def filled(folder: Filler) -> Filler:
    folder.run("old", MODEL, days=100)
    folder.run("new", OTHER)
    return folder


def damage(filler: Filler, model: bytes) -> str:
    (key,) = filler.store.blob_keys("TrainFlow/blobs", filler.save(model)["bytes"])
    filler.store.write(key, model[:-1])
    return str(key)


def test_a_whole_run_is_said_to_be(filled: Filler, tmp_path: Path, environ: dict[str, str]) -> None:
    answer = run(tmp_path, "verify", f"{FLOW}/new", environ=environ)
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == "TrainFlow/new: 2 tasks, 1 object read (10.0 kB): all whole\n"


def test_each_damaged_object_has_a_line(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    filled.done("new/train/0", MODEL)
    filled.done("new/train/1", MODEL)
    keys = [damage(filled, OTHER), damage(filled, MODEL)]
    answer = run(tmp_path, "verify", f"{FLOW}/new", environ=environ)
    assert answer.status == 1
    lines = answer.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("TrainFlow/new/start/0: artifact `model`: ")
    assert lines[1].startswith(
        "TrainFlow/new/train/0: artifact `model` (and 1 artifact more with this content): "
    )
    assert all(key in line for key, line in zip(keys, lines, strict=True))
    assert answer.err.endswith("2 damaged\n")


def test_verify_prints_json(filled: Filler, tmp_path: Path, environ: dict[str, str]) -> None:
    key = damage(filled, OTHER)
    answer = run(tmp_path, "verify", f"{FLOW}/new/start", "--output", "json", environ=environ)
    document = json.loads(answer.out)
    assert answer.status == 1
    assert document["format"] == "flowc.verified/1"
    assert (document["pathspec"], document["tasks"], document["bytes"]) == (
        "TrainFlow/new/start",
        1,
        10_000,
    )
    (found,) = document["damaged"]
    assert (found["task"], found["artifact"]) == ("TrainFlow/new/start/0", "model")
    assert key in found["reason"]


def test_verify_shows_a_bar_to_a_person(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    answer = typed(tmp_path, "", "verify", f"{FLOW}/new", environ=environ)
    assert answer.status == 0
    assert "━" in answer.err


def test_a_run_that_does_not_exist_is_named(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    answer = run(tmp_path, "verify", f"{FLOW}/none", environ=environ)
    assert answer.status == 1
    assert "none" in answer.err


GC = ("gc", "--older-than", "30d")


def test_a_dry_run_says_what_would_go(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    filled.stored(b"unused" * 1000, days=2)
    before = filled.content()
    answer = run(tmp_path, *GC, "--dry-run", environ=environ)
    assert answer.status == 0
    assert "TrainFlow: 1 run (" in answer.out
    assert "1 object that no run refers to (6.0 kB)" in answer.out
    assert "old" in answer.out
    assert answer.out.endswith(" would go\n")
    assert filled.content() == before


def test_without_somebody_to_ask_nothing_goes(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    before = filled.content()
    answer = run(tmp_path, *GC, environ=environ)
    assert answer.status == 2
    assert "`--dry-run` or `--yes`" in answer.err
    assert filled.content() == before


@pytest.mark.parametrize(("answer", "is_removed"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_person_is_asked(
    filled: Filler, tmp_path: Path, environ: dict[str, str], answer: str, is_removed: bool
) -> None:
    found = typed(tmp_path, answer, *GC, environ=environ)
    assert found.status == 0
    assert "remove all this? [y/N]" in found.err
    assert filled.store.exists("TrainFlow/runs/old/run.json") is not is_removed
    assert ("removed" in found.out) is is_removed


def test_nobody_is_asked_where_nothing_goes(
    folder: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    folder.run("new", OTHER)
    found = typed(tmp_path, "y\n", *GC, environ=environ)
    assert (found.status, found.out) == (0, "nothing would go\n")
    assert "?" not in found.err


def test_what_went_is_said(filled: Filler, tmp_path: Path, environ: dict[str, str]) -> None:
    answer = run(tmp_path, *GC, "--yes", "--output", "json", environ=environ)
    document: Any = json.loads(answer.out)
    assert answer.status == 0
    assert document["removed"] is True
    (flow,) = document["flows"]
    assert [found["run"] for found in flow["runs"]] == ["old"]
    assert document["bytes"] == flow["bytes"] > 0
    assert not filled.store.exists("TrainFlow/runs/old/run.json")
    assert filled.store.exists("TrainFlow/runs/new/run.json")


def test_the_newest_are_kept(filled: Filler, tmp_path: Path, environ: dict[str, str]) -> None:
    answer = run(tmp_path, "gc", "--keep", "1", "--yes", environ=environ)
    assert answer.status == 0
    assert filled.store.children("TrainFlow/runs") == ["new/"]


def test_a_short_grace_is_warned_of(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    answer = run(tmp_path, "gc", "--grace", "1h", "--yes", environ=environ)
    assert answer.status == 0
    assert "tasks that run now may lose artifacts" in answer.err


def test_only_one_flow_is_looked_at(
    filled: Filler, tmp_path: Path, environ: dict[str, str]
) -> None:
    answer = run(tmp_path, *GC, "--flow", "TranFlow", "--yes", environ=environ)
    assert answer.status == 2
    assert "there is no flow `TranFlow`" in answer.err
    assert "did you mean `TrainFlow`?" in answer.err
    answer = run(tmp_path, *GC, "--flow", "TrainFlow", "--dry-run", environ=environ)
    assert answer.status == 0


@pytest.mark.parametrize(
    ("option", "value"), [("--older-than", "30"), ("--grace", "x"), ("--keep", "-1")]
)
def test_a_wrong_number_is_refused(
    filled: Filler, tmp_path: Path, environ: dict[str, str], option: str, value: str
) -> None:
    answer = run(tmp_path, "gc", f"{option}={value}", "--dry-run", environ=environ)
    assert answer.status == 2
    assert option in answer.err


def test_a_damaged_record_is_told(filled: Filler, tmp_path: Path, environ: dict[str, str]) -> None:
    filled.store.write("TrainFlow/runs/new/tasks/start/0/done.json", b"{")
    answer = run(tmp_path, "gc", "--dry-run", environ=environ)
    assert answer.status == 0
    assert "all blobs of TrainFlow stay" in answer.err
