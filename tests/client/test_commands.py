"""`flowc list`, `show`, `artifacts`, `dump` and `tag`, as a shell has them."""

from __future__ import annotations

import io
import json
import pickle
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from runtime_shim.artifacts.encode import save
from tests.cli.shell import FLOW, Answer, run
from tests.client.building import CREATED, Builder, folder_builder, plain, train_run

ENVIRON = {"FLOWC_USER": "alice"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder whose `.flowc` has two runs of alice's, of which the second failed."""
    builder = at(tmp_path)
    train_run(builder, "1", tags=["old"])
    builder.run("2")
    builder.done("2/start/0", start=CREATED + 60)
    builder.done("2/train/0", start=CREATED + 62, inputs=["start/0"])
    builder.failed("2/train/1", "bad data", start=CREATED + 62, inputs=["start/0"])
    builder.ended("2", "failed", CREATED + 70)
    return tmp_path


def at(folder: Path) -> Builder:
    return folder_builder(folder / ".flowc")


def flowc(folder: Path, *argv: str) -> Answer:
    return run(folder, *argv, environ=ENVIRON)


def document(folder: Path, *argv: str) -> dict[str, Any]:
    answer = flowc(folder, *argv, "--output", "json")
    assert (answer.status, answer.err) == (0, "")
    found: dict[str, Any] = json.loads(answer.out)
    return found


def rows(answer: Answer) -> list[list[str]]:
    """Return the cells of a printed table, its columns' names first."""
    assert answer.status == 0
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in answer.out.splitlines()
    ]


def test_list_shows_each_flow_with_its_latest_run(place: Path) -> None:
    header, row = rows(flowc(place, "list"))
    assert header == ["FLOW", "RUNS", "LATEST", "STATUS", "STARTED", "TOOK"]
    assert row[:4] == ["TrainFlow", "2", "2", "failed"]
    assert row[5] == "10 s"


def test_list_shows_the_runs_of_a_flow_newest_first(place: Path) -> None:
    header, second, first = rows(flowc(place, "list", "TrainFlow"))
    assert header == ["RUN", "STATUS", "STARTED", "TOOK", "TAGS", "BY"]
    assert [second[0], second[1], second[3], second[4]] == ["2", "failed", "10 s", "alice"]
    assert first[3:] == ["24 s", "old", "alice"]


def test_list_shows_only_as_many_as_asked_for_and_those_with_the_tags(place: Path) -> None:
    assert [run["run"] for run in document(place, "list", "TrainFlow", "--limit", "1")["runs"]] == [
        "2"
    ]
    assert [run["run"] for run in document(place, "list", "TrainFlow", "--tag", "old")["runs"]] == [
        "1"
    ]


def test_list_of_a_flow_shows_the_runs_of_the_namespace(place: Path) -> None:
    builder = at(place)
    builder.runs = 10
    train_run(builder, "3", user="bob")
    train_run(builder, "argo-x", user=None)
    names = [run["run"] for run in document(place, "list", "TrainFlow")["runs"]]
    assert names == ["2", "1"]
    everybody = [run["run"] for run in document(place, "list", "TrainFlow", "--all")["runs"]]
    assert everybody == ["argo-x", "3", "2", "1"]
    bob = [
        run["run"]
        for run in document(place, "list", "--namespace", "user:bob", "TrainFlow")["runs"]
    ]
    assert bob == ["3"]
    production = rows(flowc(place, "list", "TrainFlow", "--namespace", "production:TrainFlow"))
    assert production[1][-1] == "production"
    assert rows(flowc(place, "list"))[1][:3] == ["TrainFlow", "4", "argo-x"]
    assert rows(flowc(place, "list", "--namespace", "user:bob"))[1][:3] == ["TrainFlow", "1", "3"]


def test_list_says_that_only_others_have_runs(place: Path) -> None:
    answer = run(place, "list", "TrainFlow", environ={"FLOWC_USER": "carol"})
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == (
        "TrainFlow has no run in the namespace `user:carol`; --all lists everybody's\n"
    )


def test_list_of_an_empty_store_says_so(tmp_path: Path) -> None:
    answer = flowc(tmp_path, "list")
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == f"no runs in file://{tmp_path}/.flowc\n"
    assert document(tmp_path, "list")["flows"] == []


def test_the_json_of_list_has_its_documented_keys(place: Path) -> None:
    found = document(place, "list", "TrainFlow", "--limit", "1")
    assert found == {
        "format": "flowc.runs/1",
        "store": f"file://{place}/.flowc",
        "runs": [
            {
                "pathspec": "TrainFlow/2",
                "flow": "TrainFlow",
                "run": "2",
                "status": "failed",
                "created": CREATED + 60,
                "ended": CREATED + 70,
                "user": "alice",
                "target": "local",
                "origin": None,
                "tags": [],
                "system_tags": ["python_version:3.11.7", "runtime:local", "user:alice"],
            }
        ],
    }
    flows = document(place, "list")
    assert flows["format"] == "flowc.flows/1"
    assert flows["flows"][0]["latest"] == found["runs"][0]


def test_show_of_a_run_counts_tasks_and_names_failures(place: Path) -> None:
    answer = flowc(place, "show", "TrainFlow/2")
    lines = answer.out.splitlines()
    assert lines[0] == "TrainFlow/2  failed"
    assert "  parameters  alpha=0.5" in lines
    assert "STEP   TASKS  STATUS                 TOOK" in lines
    assert "train  2      1 succeeded, 1 failed  2.0 s" in lines
    assert lines[-2:] == [
        "train/1 failed, attempt 0: ValueError: bad data",
        "  flowc logs TrainFlow/2/train/1",
    ]


def test_show_of_a_run_as_json(place: Path) -> None:
    found = document(place, "show", "TrainFlow/2")
    assert (found["format"], found["status"]) == ("flowc.show-run/1", "failed")
    assert found["steps"][1] == {
        "step": "train",
        "status": "failed",
        "tasks": {"succeeded": 1, "failed": 1},
        "start": CREATED + 62,
        "end": CREATED + 64,
        "failures": [
            {
                "step": "train",
                "task": "1",
                "status": "failed",
                "attempt": 0,
                "start": CREATED + 62,
                "end": CREATED + 63,
                "failure": {"type": "builtins.ValueError", "message": "bad data"},
            }
        ],
    }


def test_show_of_a_step_lists_its_tasks(place: Path) -> None:
    lines = rows(flowc(place, "show", "TrainFlow/2/train"))
    assert lines[0] == ["TrainFlow/2/train", "1 succeeded, 1 failed"]
    assert lines[2] == ["TASK", "STATUS", "ATTEMPT", "STARTED", "TOOK", "FAILURE"]
    assert lines[4][:3] == ["1", "failed", "0"]
    assert lines[4][-1] == "ValueError: bad data"
    found = document(place, "show", "TrainFlow/2/train")
    assert [task["status"] for task in found["tasks"]] == ["succeeded", "failed"]


def test_show_of_a_task_has_its_metadata_and_artifacts(place: Path) -> None:
    answer = flowc(place, "show", "TrainFlow/1/train/2")
    assert answer.out.startswith("TrainFlow/1/train/2  succeeded\n")
    for fact in ("attempts         0", "host             box", "foreach-indices  2"):
        assert f"  {fact}\n" in answer.out
    assert "\nscore     int    2 bytes" in answer.out
    found = document(place, "show", "TrainFlow/1/train/2")
    assert found["inputs"] == ["TrainFlow/1/start/0"]
    assert found["artifacts"][-1] == {"name": "score", "type": "int", "size": 2}


def test_show_of_a_failed_task_has_its_traceback(place: Path) -> None:
    answer = flowc(place, "show", "TrainFlow/2/train/1")
    assert answer.out.startswith("TrainFlow/2/train/1  failed\n")
    assert answer.out.endswith("\nTraceback (most recent call last):\nValueError: bad data\n")


def test_show_of_a_file_describes_its_steps(tmp_path: Path) -> None:
    (tmp_path / "tiny.py").write_text(FLOW)
    answer = flowc(tmp_path, "show", "tiny.py")
    assert answer.out == (
        "TinyFlow\n  A tiny flow.\n\nstep start\n  Begin.\n  => end\n\nstep end\n"
    )
    assert document(tmp_path, "show", "tiny.py", "--flow", "TinyFlow")["flows"] == [
        {
            "flow": "TinyFlow",
            "doc": "A tiny flow.",
            "steps": [
                {"step": "start", "doc": "Begin.", "next": ["end"]},
                {"step": "end", "doc": "", "next": []},
            ],
        }
    ]


def test_a_path_without_a_run_means_the_latest(place: Path) -> None:
    assert document(place, "show", "TrainFlow")["run"] == "2"
    assert document(place, "show", "TrainFlow/latest")["run"] == "2"
    assert document(place, "show", "TrainFlow/latest/train")["pathspec"] == "TrainFlow/2/train"


def test_a_run_that_is_called_latest_is_itself(place: Path) -> None:
    at(place).run("latest")
    train_run(at(place), "4")
    assert document(place, "show", "TrainFlow/latest")["run"] == "latest"


def test_the_latest_run_is_one_of_the_namespace(place: Path) -> None:
    builder = at(place)
    builder.runs = 10
    train_run(builder, "3", user="bob")
    assert document(place, "show", "TrainFlow")["run"] == "2"
    assert document(place, "show", "TrainFlow", "--all")["run"] == "3"
    assert document(place, "show", "TrainFlow/3")["run"] == "3"
    answer = run(place, "show", "TrainFlow", environ={"FLOWC_USER": "carol"})
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == (
        f"flowc: TrainFlow has no run in the namespace `user:carol` of file://{place}/.flowc; "
        "the latest of all is `TrainFlow/3`: see --all\n"
    )


def test_a_file_stands_for_the_name_of_its_flow(place: Path) -> None:
    (place / "train.py").write_text(FLOW.replace("TinyFlow", "TrainFlow"))
    for words in (["train.py", "1/join/0"], ["train.py", "TrainFlow/1/join/0"]):
        assert document(place, "show", *words)["pathspec"] == "TrainFlow/1/join/0"
    # As `python train.py dump 1/join/0` hands it over.
    answer = flowc(place, "dump", "train.py", "--flow", "TrainFlow", "1/join/0")
    assert answer.out.startswith("TrainFlow/1/join/0\n")
    assert rows(flowc(place, "list", "train.py"))[1][0] == "2"


@pytest.mark.parametrize(
    ("path", "what", "hint"),
    [
        ("TrainFlo/1", "Flow('TrainFlo')", "did you mean `TrainFlow`?"),
        ("TrainFlow/9", "Run('TrainFlow/9')", "there is `2`, `1`"),
        ("TrainFlow/1/trian", "Step('TrainFlow/1/trian')", "did you mean `train`?"),
        ("TrainFlow/1/train/9", "Task('TrainFlow/1/train/9')", "there is `2`, `1`, `0`"),
    ],
)
def test_what_is_not_found_is_one_line_and_status_1(
    place: Path, path: str, what: str, hint: str
) -> None:
    answer = flowc(place, "show", path)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == f"flowc: {what} does not exist in file://{place}/.flowc; {hint}\n"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["show", "A/1/b/0/x"], "`A/1/b/0/x` names nothing: expected Flow,"),
        (["show", "A//b"], "`A//b` names nothing"),
        (["show", "TrainFlow", "more"], "unexpected argument `more`"),
        (["show"], "the following arguments are required: PATHSPEC"),
        (["show", "TrainFlow", "--namespace", "user:a", "--all"], "not allowed with argument"),
        (["list", "--limit", "0"], "`--limit` is a number from 1"),
        (["list", "--tag", "old"], "`--tag` chooses runs of a flow: name the flow"),
        (["tag", "add", "TrainFlow/1"], "`flowc tag add` needs a tag"),
        (["tag", "replace", "TrainFlow/1", "a"], "`flowc tag replace` takes two tags"),
        (["tag", "list", "TrainFlow/1", "a"], "`flowc tag list` takes no tags"),
        (["tag", "add", "TrainFlow/1/train", "a"], "`TrainFlow/1/train` is no run"),
        (["artifacts", "TrainFlow/1", "a", "b"], "one artifact at a time"),
        (["artifacts", "TrainFlow/1", "--save", "x"], "`--save` needs the name"),
        (["logs", "TrainFlow/1", "--follow", "--output", "json"], "`--follow` prints lines"),
    ],
)
def test_wrong_usage_is_status_2(place: Path, argv: list[str], message: str) -> None:
    answer = flowc(place, *argv)
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err


def test_a_store_is_named_by_an_option(
    place: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for store in (f"{place}/.flowc", f"file://{place}/.flowc"):
        assert document(elsewhere, "show", "TrainFlow/1", "--store", store)["run"] == "1"
    environ = ENVIRON | {"FLOWC_STORE": f"file://{place}/.flowc"}
    assert run(elsewhere, "show", "TrainFlow/1", environ=environ).status == 0


def test_a_store_of_no_known_kind_fails_with_status_5(place: Path) -> None:
    answer = flowc(place, "show", "TrainFlow/1", "--store", "ftp://box/x")
    assert (answer.status, answer.out) == (5, "")
    assert answer.err.startswith("flowc: `ftp://box/x` names no store")


def test_artifacts_are_listed_with_the_task_that_made_them(place: Path) -> None:
    assert rows(flowc(place, "artifacts", "TrainFlow/1/train/2")) == [
        ["ARTIFACT", "TYPE", "SIZE", "WRITTEN BY"],
        ["xs", "list", "7 bytes", "start/0"],
        ["alpha", "float", "3 bytes", "start/0"],
        ["x", "int", "1 byte", "train/2"],
        ["score", "int", "2 bytes", "train/2"],
    ]
    found = document(place, "artifacts", "TrainFlow/1")["artifacts"]
    assert [(each["task"], each["name"], each["written_by"]) for each in found] == [
        ("TrainFlow/1/end/0", "alpha", "start/0"),
        ("TrainFlow/1/end/0", "scores", "join/0"),
    ]


def test_artifacts_of_a_step_name_the_tasks(place: Path) -> None:
    listed = rows(flowc(place, "artifacts", "TrainFlow/1/train"))
    assert listed[0][0] == "TASK"
    assert [row[0] for row in listed[1:]] == ["0"] * 4 + ["1"] * 4 + ["2"] * 4
    assert flowc(place, "artifacts", "TrainFlow/1/train", "x").out == "0: 0\n1: 1\n2: 2\n"


def test_the_value_of_an_artifact_is_printed(place: Path) -> None:
    assert flowc(place, "artifacts", "TrainFlow/1", "scores").out == "[0, 10, 20]\n"
    found = document(place, "artifacts", "TrainFlow/1", "scores")["artifacts"]
    assert [each["value"] for each in found] == [[0, 10, 20]]


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), b"bytes"])
def test_a_value_that_is_no_json_is_shown_as_python_has_it(tmp_path: Path, value: object) -> None:
    builder = at(tmp_path)
    builder.run("1")
    builder.done("1/start/0", {"x": save(builder.store, "TrainFlow", value, "x")})
    found = document(tmp_path, "artifacts", "TrainFlow/1/start", "x")["artifacts"][0]
    assert "value" not in found
    assert found["repr"] == repr(value)


def test_a_text_that_is_no_unicode_is_printed_escaped(tmp_path: Path) -> None:
    builder = at(tmp_path)
    builder.run("1")
    builder.done("1/start/0", {"x": plain("\ud800 ü")})
    answer = flowc(tmp_path, "artifacts", "TrainFlow/1/start", "x", "--output", "json")
    assert answer.out.isascii()
    assert json.loads(answer.out)["artifacts"][0]["value"] == "\ud800 ü"


def test_the_value_of_an_artifact_is_saved(place: Path) -> None:
    answer = flowc(place, "artifacts", "TrainFlow/1", "scores", "--save", "scores.pickle")
    assert (answer.status, answer.out) == (0, "")
    assert answer.err.startswith("wrote scores.pickle (")
    assert pickle.loads((place / "scores.pickle").read_bytes()) == [0, 10, 20]
    several = flowc(place, "artifacts", "TrainFlow/1/train", "x", "--save", "x.pickle")
    assert (several.status, "has 3 tasks" in several.err) == (1, True)
    nowhere = flowc(place, "artifacts", "TrainFlow/1", "scores", "--save", "no/folder")
    assert nowhere.status == 2


def test_an_artifact_that_is_not_there_is_named(place: Path) -> None:
    answer = flowc(place, "artifacts", "TrainFlow/1", "score")
    assert answer.status == 1
    assert answer.err.endswith("did you mean `scores`?\n")


def test_artifacts_of_a_run_that_has_no_result_name_where_to_look(place: Path) -> None:
    answer = flowc(place, "artifacts", "TrainFlow/2")
    assert answer.status == 1
    assert answer.err == (
        "flowc: Run('TrainFlow/2') has no result yet; name a step, such as `TrainFlow/2/train`\n"
    )


def test_values_of_classes_beside_the_flow_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "models_of_dump.py").write_text(
        "class Model:\n    def __repr__(self):\n        return '<Model>'\n"
    )
    builder = at(tmp_path)
    builder.run("1")
    refs = {
        name: {
            "pickle": b64encode(b"\x80\x02c%b\nModel\n)\x81." % module).decode(),
            "type": "Model",
        }
        for name, module in (("model", b"models_of_dump"), ("gone", b"models_that_left"))
    }
    builder.done("1/start/0", refs)
    answer = flowc(tmp_path, "dump", "TrainFlow/1/start")
    assert "model     Model  <Model>" in answer.out
    assert "gone      Model  <`gone` of `TrainFlow/1/start/0` cannot be loaded" in answer.out


def test_dump_prints_a_short_line_of_each_value(place: Path) -> None:
    builder = at(place)
    builder.run("3")
    builder.done("3/start/0", {"text": plain("line\n" * 100), "xs": plain(list(range(1000)))})
    header, *lines = flowc(place, "dump", "TrainFlow/3/start").out.splitlines()
    assert header == "TrainFlow/3/start/0"
    assert max(map(len, lines)) < 100
    assert lines[2] == "xs        list  [0, 1, 2, 3, 4, 5, 6, 7, ...]"


def test_dump_prints_chosen_artifacts_of_every_task(place: Path) -> None:
    found = document(place, "dump", "TrainFlow/1/train", "--include", "x,score")
    assert found["tasks"][2] == {
        "task": "TrainFlow/1/train/2",
        "artifacts": [
            {"name": "x", "type": "int", "repr": "2"},
            {"name": "score", "type": "int", "repr": "20"},
        ],
    }
    answer = flowc(place, "dump", "TrainFlow/1/train", "--include", "scor")
    assert answer.status == 1
    assert answer.err.endswith("has no artifact `scor`; did you mean `score`?\n")


def test_tags_are_changed_and_listed(place: Path) -> None:
    assert flowc(place, "tag", "add", "TrainFlow/1", "good", "new").out == "good\nnew\nold\n"
    assert flowc(place, "tag", "remove", "TrainFlow/1", "old").out == "good\nnew\n"
    assert flowc(place, "tag", "replace", "TrainFlow/1", "new", "newer").out == "good\nnewer\n"
    assert flowc(place, "tag", "list", "TrainFlow/1").out.splitlines() == [
        "good",
        "newer",
        "python_version:3.11.7",
        "runtime:local",
        "user:alice",
    ]
    assert document(place, "tag", "list", "TrainFlow/1") == {
        "format": "flowc.tags/1",
        "pathspec": "TrainFlow/1",
        "tags": ["good", "newer"],
        "system_tags": ["python_version:3.11.7", "runtime:local", "user:alice"],
    }


def test_the_systems_own_tags_cannot_be_removed(place: Path) -> None:
    answer = flowc(place, "tag", "remove", "TrainFlow/1", "user:alice")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "flowc: the system's own tags cannot be removed: `user:alice`\n"


def test_nothing_that_a_user_wrote_leaves_its_cell(place: Path) -> None:
    flowc(place, "tag", "add", "TrainFlow/1", "two\nlines \x1b[31m[bold]")
    line = flowc(place, "list", "TrainFlow").out.splitlines()[2]
    assert "\x1b" not in line
    assert "two lines" in line


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_what_a_user_wrote_is_no_markup(place: Path) -> None:
    flowc(place, "tag", "add", "TrainFlow/1", "[bold]x[/bold]")
    out = Terminal()
    environ = {**ENVIRON, "COLUMNS": "120", "TERM": "xterm"}
    status = main(
        ["list", "TrainFlow"], World(cwd=place, out=out, err=io.StringIO(), environ=environ)
    )
    assert status == 0
    assert "[bold]x[/bold]" in out.getvalue()
    assert "\x1b[1;31mfailed" in out.getvalue()
    plain_out = Terminal()
    environ["NO_COLOR"] = "1"
    main(["list", "TrainFlow"], World(cwd=place, out=plain_out, err=io.StringIO(), environ=environ))
    assert "\x1b[1;31m" not in plain_out.getvalue()
