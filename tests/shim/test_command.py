"""The command line and the environment of a task: what is wrong has status 2 and is named."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

import pytest

from runtime_shim.command import (
    HookCommand,
    Settings,
    StepCommand,
    apply_environment,
    parse_command,
)
from runtime_shim.errors import WRONG_COMMAND, CommandError
from runtime_shim.protocol import Source, Targets
from tests.shim.conftest import Drive

ENVIRON = {"FLOWC_FLOW": "flow.py:F", "FLOWC_STORE": "/store", "FLOWC_RUN": "r"}

WRONG = {
    "no name": (["step"], "expected `step NAME`"),
    "an option in the name's place": (["step", "--at", "0"], "expected `step NAME`"),
    "no such command": (["run", "a"], "expected `step NAME`"),
    "an unknown option": (["step", "a", "--frm", "b"], "no option `--frm`"),
    "an unknown option without value": (["step", "a", "--frm"], "no option `--frm`"),
    "a word too many": (["step", "a", "b"], "no option `b`"),
    "no value": (["step", "a", "--from"], "`--from` has no value"),
    "an option in the value's place": (
        ["step", "a", "--from", "--to", "b"],
        "`--from` has no value",
    ),
    "an option twice": (["step", "a", "--at", "1", "--at", "2"], "`--at` is given twice"),
    "an option of the other command": (["step", "a", "--outcome", "error"], "`--outcome`"),
    "no source": (["step", "a", "--from", "b,"], "'' is no source"),
    "no target": (["step", "a", "--to", "b|c,d"], "are no targets"),
    "a path of words": (["step", "a", "--at", "x"], "`--at` is 'x'"),
    "a path that ends in a dot": (["step", "a", "--at", "1."], "`--at` is '1.'"),
    "a number written otherwise": (["step", "a", "--at", "01"], "`--at` is '01'"),
    "a number of another script": (["step", "a", "--at", "٣"], "`--at` is"),
    "a number without end": (["step", "a", "--at", "9" * 5000], "`--at` is"),
    "an attempt that is no number": (["step", "a", "--attempt", "-1"], "`--attempt` is '-1'"),
    "attempts that are no number": (["step", "a", "--of", "x"], "`--of` is 'x'"),
    "no time limit": (["step", "a", "--timeout", "1.5"], "`--timeout` is '1.5'"),
    "a time limit beyond clocks": (["step", "a", "--timeout", "9" * 20], "`--timeout` is"),
    "no outcome": (["hook", "h"], "`--outcome` is ''"),
    "an outcome of its own": (["hook", "h", "--outcome", "fine"], "`--outcome` is 'fine'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_command_names_the_problem(name: str) -> None:
    words, message = WRONG[name]
    with pytest.raises(CommandError) as raised:
        parse_command(words)
    assert message in str(raised.value)


def test_a_command_is_read_back() -> None:
    words = "step a --from ^b|c* --to d* --at 2.~0 --attempt 1 --of 3 --timeout 60 --control /c"
    command = parse_command([*words.split(), "--catch", ""])
    assert isinstance(command, StepCommand)
    assert command.sources == ((Source("b", 1), Source("c", 0, "*")),)
    assert command.targets == Targets("foreach", ("d",))
    assert command.path == ("2", "~0")
    assert (command.attempt, command.of, command.timeout) == (1, 3, 60)
    assert (command.catch, command.control) == ("", "/c")


def test_what_is_not_said_has_a_default() -> None:
    command = parse_command(["step", "a"])
    assert isinstance(command, StepCommand)
    assert (command.sources, command.targets, command.path) == ((), None, ())
    assert (command.attempt, command.of, command.timeout) == (0, 1, 0)
    assert (command.catch, command.control) == (None, None)


def test_a_hook_has_an_outcome() -> None:
    command = parse_command(["hook", "tell", "--outcome", "error"])
    assert isinstance(command, HookCommand)
    assert (command.name, command.outcome) == ("tell", "error")


@pytest.mark.parametrize(
    ("sources", "is_join"),
    [("a", False), ("a,b", True), ("a*", True), ("a*~|b*", True), ("", False)],
)
def test_a_step_with_several_inputs_is_a_join(sources: str, *, is_join: bool) -> None:
    command = parse_command(["step", "a", "--from", sources])
    assert isinstance(command, StepCommand)
    assert command.is_join is is_join


@pytest.mark.parametrize("name", ENVIRON)
def test_a_missing_variable_is_named(name: str) -> None:
    for environ in ({**ENVIRON, name: ""}, {k: v for k, v in ENVIRON.items() if k != name}):
        with pytest.raises(CommandError, match=f"`{name}` is not set"):
            Settings(environ)


JSON = {
    **dict.fromkeys(("FLOWC_CONFIG", "FLOWC_PROJECT"), "{}"),
    **dict.fromkeys(("FLOWC_RERUN", "FLOWC_TAGS", "FLOWC_CARDS"), "[]"),
}


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("text", ["{", "nope", "{'a': 1}", "[" * 100_000])
def test_a_variable_that_is_no_json_is_named(name: str, text: str) -> None:
    with pytest.raises(CommandError, match=f"`{name}` is no JSON"):
        Settings({**ENVIRON, name: text})


@pytest.mark.parametrize("name", JSON)
def test_a_variable_that_holds_something_else_is_named(name: str) -> None:
    other = "[]" if JSON[name] == "{}" else "{}"
    for text in (other, "1", "null"):
        with pytest.raises(CommandError, match=f"`{name}` holds no"):
            Settings({**ENVIRON, name: text})


def test_no_cards_are_not_an_empty_list_of_cards() -> None:
    assert Settings(ENVIRON).cards is None
    assert Settings({**ENVIRON, "FLOWC_CARDS": "[]"}).cards == []


def test_variables_that_came_as_json_are_set_and_defaults_only_where_nothing_is() -> None:
    environ = {
        "A": "outside",
        "B": "outside",
        "FLOWC_ENV": json.dumps({"A": "{{given}}", "C": "$(x)"}),
        "FLOWC_DEFAULTS": json.dumps({"B": "default", "D": "default"}),
    }
    apply_environment(environ)
    assert (environ["A"], environ["B"]) == ("{{given}}", "outside")
    assert (environ["C"], environ["D"]) == ("$(x)", "default")
    assert "TMPDIR" not in environ


def test_temporary_files_go_where_the_scheduler_says() -> None:
    environ = {"FLOWC_TEMPDIR": "/fast", "TMPDIR": "/tmp"}
    apply_environment(environ)
    assert environ["TMPDIR"] == "/fast"


@pytest.mark.parametrize("name", ["FLOWC_ENV", "FLOWC_DEFAULTS"])
@pytest.mark.parametrize(
    "variables", [{"A": 1}, {"A": None}, {"A=B": "x"}, {"": "x"}, {"A": "x\0y"}, {"A": "\ud800"}]
)
def test_a_variable_that_cannot_be_set_is_named(
    name: str, variables: Mapping[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, json.dumps(variables))
    with pytest.raises(CommandError, match=f"`{name}`"):
        apply_environment(os.environ)


FLOW = """
    class F(FlowSpec):
        @step
        def start(self):
            self.next(self.end)

        @step
        def end(self):
            pass
    """


def test_wrong_uses_end_with_status_2_and_one_line(drive: Drive) -> None:
    driver = drive(FLOW)
    for words, message in (
        (["step", "start", "--bogus", "1"], "no option `--bogus`"),
        (["step"], "expected `step NAME`"),
    ):
        ended = driver.shim(*words)
        assert ended.status == WRONG_COMMAND
        assert message in ended.err.splitlines()[0]
        assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("FLOWC_FLOW", "flow.py", "expected path/of/flow.py:FlowName"),
        ("FLOWC_FLOW", ":F", "expected path/of/flow.py:FlowName"),
        ("FLOWC_FLOW", "flow.py:G", "`flow.py` has no class `G`"),
        ("FLOWC_FLOW", "flow.py:step", "`flow.py` has no class `step`"),
        ("FLOWC_FLOW", "flow.py:Other", "`Other` of `flow.py` is no flow"),
        ("FLOWC_FLOW", "no.py:F", "no.py`: is it in the image?"),
        ("FLOWC_FLOW", "store:F", "store` is no file of Python"),
        ("FLOWC_STORE", "ftp://x", "names no store"),
        ("FLOWC_PARAMS", "[1]", "`FLOWC_PARAMS` holds no parameters"),
        ("FLOWC_ENV", "{", "`FLOWC_ENV` is no JSON"),
        ("FLOWC_CONFIG", "[]", "`FLOWC_CONFIG` holds no dict"),
    ],
)
def test_a_wrong_environment_ends_with_its_status(
    drive: Drive, name: str, value: str, message: str
) -> None:
    driver = drive(FLOW + "\n    class Other:\n        pass\n")
    ended = driver.shim("step", "start", **{name: value})
    assert ended.status == (4 if name == "FLOWC_STORE" else WRONG_COMMAND)
    assert message in ended.err
    assert "Traceback" not in ended.err


def test_help_is_printed_for_no_words(drive: Drive) -> None:
    ended = drive(FLOW).shim()
    assert ended.status == 0
    assert ended.out.startswith("usage:")
