"""Parameters of a flow as options of `flowc run`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import run
from tests.local.running import ENVIRON, LINE, flow, record, start, value

ALL = """\
    label = Parameter("label", default="base", help="shown in 100 % of reports")
    epochs = Parameter("epochs", default=3)
    alpha = Parameter("alpha", default=0.5)
    fast = Parameter("fast", default=False)
    really_fast = Parameter("really_fast", type=bool, default=True)
    grid = Parameter("grid", type=JSONType, default='{"depth": 2}')
    names = Parameter("names", default="a,b", separator=",")
    sizes = Parameter("sizes", type=int, default=[1], multiple=True)
    dry_run = Parameter("dry-run", is_flag=True, default=False)
    token = Parameter("token", default="none", envvar="TINY_TOKEN")
    seed = Parameter("seed", type=int, default=None)
    when = Parameter("when", default=lambda context: "now")
    notes = IncludeFile("notes", default="notes.txt")
    store = Parameter("store", default="shop")

"""
ATTRIBUTES = (
    *("label", "epochs", "alpha", "fast", "really_fast", "grid", "names", "sizes", "dry_run"),
    *("token", "seed", "when", "notes", "store"),
)
DEFAULTS = {
    "label": "base",
    "epochs": 3,
    "alpha": 0.5,
    "fast": False,
    "really_fast": True,
    "grid": {"depth": 2},
    "names": ["a", "b"],
    "sizes": [1],
    "dry_run": False,
    "token": "none",
    "seed": None,
    "when": "now",
    "notes": "remember",
    "store": "shop",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = f"self.seen = {{name: getattr(self, name) for name in {ATTRIBUTES}}}"
    work += "; self.seen['sizes'] = list(self.sizes)"
    flow(tmp_path, ALL + LINE.replace("{middle}", work))
    (tmp_path / "notes.txt").write_text("remember")
    return tmp_path


def seen(folder: Path, *options: str, **environ: str) -> dict[str, object]:
    """Return what a step sees that is not the default."""
    answer = start(folder, *options, **environ)
    assert answer.status == 0, answer.err
    run_id = max(path.name for path in (folder / ".flowc/TinyFlow/runs").iterdir())
    found = value(folder, "middle/0", "seen", run_id)
    return {name: found[name] for name in found if found[name] != DEFAULTS[name]}


def test_parameters_that_are_not_given_have_their_defaults(folder: Path) -> None:
    assert seen(folder) == {}
    assert record(folder, "run.json")["parameters"] == {}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--label", "a b"), {"label": "a b"}),
        (("--label=", "--epochs", "-4"), {"label": "", "epochs": -4}),
        (("--label", "-"), {"label": "-"}),
        (("--label", "-5 degrees"), {"label": "-5 degrees"}),
        (("--label", "null"), {"label": "null"}),
        (("--label", "{{workflow}} $(date) 名前"), {"label": "{{workflow}} $(date) 名前"}),
        (("--alpha", "-1e-3"), {"alpha": -0.001}),
        (("--alpha=2",), {"alpha": 2}),
        (("--fast",), {"fast": True}),
        (("--fast", "--no-really_fast"), {"fast": True, "really_fast": False}),
        (("--fast", "true", "--really-fast", "no"), {"fast": True, "really_fast": False}),
        (("--fast", "--no-fast"), {}),
        (("--grid", '{"depth": [1, null]}'), {"grid": {"depth": [1, None]}}),
        (("--names", "x,y,z"), {"names": ["x", "y", "z"]}),
        (("--sizes", "2", "--sizes", "3"), {"sizes": [2, 3]}),
        (("--dry-run",), {"dry_run": True}),
        (("--seed", "7", "--when", "later"), {"seed": 7, "when": "later"}),
        (("--param", "store=market", "--param", "epochs=9"), {"store": "market", "epochs": 9}),
    ],
)
def test_a_parameter_is_what_its_option_says(
    folder: Path, options: tuple[str, ...], expected: dict[str, object]
) -> None:
    assert seen(folder, *options) == expected


def test_options_may_stand_before_the_file(folder: Path) -> None:
    answer = run(folder, "run", "--fast", "--epochs", "5", "flow.py", environ=ENVIRON)
    assert answer.status == 0, answer.err
    assert value(folder, "middle/0", "seen")["epochs"] == 5


def test_a_variable_that_a_parameter_names_stands_for_its_option(folder: Path) -> None:
    assert seen(folder, TINY_TOKEN="abc") == {"token": "abc"}
    assert seen(folder, "--token", "given", TINY_TOKEN="abc") == {"token": "given"}


def test_a_file_is_looked_for_here_and_beside_the_flow(folder: Path) -> None:
    (folder / "other.txt").write_text("forget")
    assert seen(folder, "--notes", "other.txt") == {"notes": "forget"}
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    answer = run(elsewhere, "run", "../flow.py", "--store", "here", environ=ENVIRON)
    assert answer.status == 0, answer.err
    (elsewhere / "mine.txt").write_text("mine")
    options = ("--store", "here", "--notes", "mine.txt")
    assert run(elsewhere, "run", "../flow.py", *options, environ=ENVIRON).status == 0


def test_the_option_of_a_flow_does_not_hide_that_of_the_command(folder: Path) -> None:
    assert start(folder, "--store", "kept").status == 0
    assert (folder / "kept/TinyFlow").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--epochs", "many"), "parameter `epochs` takes a whole number, and is given `many`"),
        (("--alpha", "x"), "parameter `alpha` takes a number, and is given `x`"),
        (("--grid", "{"), "parameter `grid` takes JSON, and is given `{`"),
        (("--fast=maybe",), "parameter `fast` takes true or false, and is given `maybe`"),
        (("--notes", "none.txt"), "parameter `notes`: there is no file `none.txt`"),
        (("--epoch", "3"), "there is no option `--epoch`; did you mean `--epochs`?"),
        (("--epochs", "--fast"), "argument --epochs: expected one argument"),
        (("--epochs",), "argument --epochs: expected one argument"),
        (("--param", "epoch=3"), "the flow has no parameter `epoch`; did you mean `epochs`?"),
        (("--param", "epochs"), "`--param epochs` needs a value: --param NAME=VALUE"),
        (("other.py",), "unexpected argument `other.py`"),
        (("--max-workers", "0"), "`--max-workers` is a number from 1"),
        (("--max-num-splits", "0"), "`--max-num-splits` is a number from 1"),
        (("--retry-wait", "-1"), "`--retry-wait` is a number of seconds from 0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_before_anything_runs(
    folder: Path, options: tuple[str, ...], message: str
) -> None:
    answer = start(folder, *options)
    assert answer.status == 2
    assert message in answer.err
    assert not (folder / ".flowc").exists()


def test_a_default_file_that_is_not_there_is_said_before_anything_runs(folder: Path) -> None:
    (folder / "notes.txt").unlink()
    answer = start(folder)
    assert answer.status == 2
    assert "parameter `notes`: there is no file `notes.txt`" in answer.err


def test_a_required_parameter_has_to_be_given(tmp_path: Path) -> None:
    body = '    table = Parameter("table", required=True)\n\n'
    flow(tmp_path, body + LINE.replace("{middle}", "pass"))
    answer = start(tmp_path)
    assert answer.status == 2
    assert "parameter `table` has to be given a value: add `--table TEXT`" in answer.err
    assert start(tmp_path, "--table", "x").status == 0


def test_help_lists_the_parameters_with_types_and_defaults(folder: Path) -> None:
    answer = start(folder, "--help")
    assert answer.status == 0
    text = " ".join(answer.out.split())
    assert "parameters of TinyFlow:" in text
    assert '--label TEXT shown in 100 % of reports (default: "base")' in text
    assert "--epochs INT (default: 3)" in text
    assert "--really_fast [true|false], --really-fast [true|false] (default: true)" in text
    assert "--sizes INT (default: [1]) (may be repeated)" in text
    assert "--when TEXT (default: computed when the run starts)" in text
    assert "--notes FILE (default: notes.txt)" in text


def test_help_of_a_flow_with_errors_says_what_they_are(tmp_path: Path) -> None:
    flow(tmp_path, LINE.replace("{middle}", "print(self.nothing)"))
    answer = start(tmp_path, "--help")
    assert answer.status == 1
    assert "FLC203" in answer.out


def test_without_a_flow_the_configured_one_is_run(folder: Path) -> None:
    (folder / "flowc.toml").write_text('flows = ["flow.py"]\n')
    assert run(folder, "run", "--epochs", "5", environ=ENVIRON).status == 0
    assert value(folder, "middle/0", "seen")["epochs"] == 5


def test_without_any_flow_there_is_nothing_to_run(tmp_path: Path) -> None:
    answer = run(tmp_path, "run", environ=ENVIRON)
    assert answer.status == 2
    assert "no flow was named" in answer.err
