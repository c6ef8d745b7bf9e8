"""`flowc trigger` and `flowc resume --target` start runs, checked before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.production import PARAMETERS, Site, pod, site

NAMED = ("--param", "name=x")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path, PARAMETERS) as found:
        assert found.flowc("deploy", "flow.py").status == 0
        yield found


def test_parameters_of_a_file_travel_by_their_types(here: Site) -> None:
    more = '{"a": "{{b}}"}'
    options = ("--alpha", "-1", "--fast", "--more", more, "--name", "null")
    answer = here.flowc("trigger", "flow.py", "--run-id", "r1", *options)
    assert (answer.status, answer.out) == (0, "r1\n")
    assert here.parameters("r1") == {
        "alpha": "-1.0",
        "name": '"null"',
        "fast": "true",
        "more": '{"a":"\\u007b{b}}"}',
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--alpha", "much"), "parameter `alpha` takes a number, and is given `much`"),
        ((), "parameter `name` has to be given a value: add `--name TEXT`"),
        (("--nane", "x"), "there is no option `--nane`; did you mean `--name`?"),
        (("--param", "none=x", *NAMED), "the flow has no parameter `none`"),
        (("more", *NAMED), "unexpected argument `more`"),
    ],
)
def test_what_the_flow_does_not_take_is_refused_before_the_cluster_is_asked(
    here: Site, options: tuple[str, ...], said: str
) -> None:
    here.cluster.asked.clear()
    answer = here.flowc("trigger", "flow.py", *options)
    assert answer.status == 2
    assert said in answer.err
    assert here.cluster.asked == []


def test_a_deployment_is_started_by_its_name_or_that_of_its_flow(here: Site) -> None:
    assert here.flowc("trigger", "tiny-flow", "--run-id", "r1", "--name", "x").status == 0
    assert here.flowc("trigger", "TinyFlow", "--run-id", "r2", "--alpha", "1", *NAMED).status == 0
    assert here.parameters("r1") == {"name": "x"}
    assert here.parameters("r2") == {"alpha": "1", "name": "x"}


def test_the_help_lists_the_parameters_of_what_is_named(here: Site) -> None:
    of_file = here.flowc("trigger", "flow.py", "--help")
    assert (of_file.status, "--alpha FLOAT" in of_file.out) == (0, True)
    of_name = here.flowc("trigger", "tiny-flow", "--help").out
    assert "--name TEXT" in of_name
    assert "(required)" in of_name


def test_the_same_command_with_an_id_starts_one_run(here: Site) -> None:
    command = ("trigger", "flow.py", "--run-id", "r1", "--name", "x")
    assert here.json(*command)["is_new"] is True
    assert here.json(*command)["is_new"] is False
    answer = here.flowc(*command, "--alpha", "1")
    assert answer.status == 5
    assert "there is a run `r1` already, with other parameters" in answer.err


def test_a_run_says_who_started_it_and_how_it_is_followed(here: Site) -> None:
    answer = here.flowc("trigger", "flow.py", "--run-id", "r1", "--name", "x")
    assert here.workflow("r1")["metadata"]["annotations"] == {"flowc.dev/user": "ann"}
    assert "flowc status r1 --target argo --watch" in answer.err


def test_tags_are_added_to_those_of_the_flow(here: Site) -> None:
    here.write("from flowc import project, tag\n" + PARAMETERS)
    here.flowc(
        "trigger", "flow.py", "--run-id", "r1", "--name", "x", "--tag", "a", "--tag", "{{b}}"
    )
    assert json.loads(here.variables("r1")["FLOWC_TAGS"]) == ["a", "{{b}}"]
    assert "{{" not in here.variables("r1")["FLOWC_TAGS"]
    here.flowc("trigger", "flow.py", "--run-id", "r2", "--name", "x")
    assert here.variables("r2") == {}


def test_a_bad_id_is_wrong_usage(here: Site) -> None:
    answer = here.flowc("trigger", "flow.py", "--name", "x", "--run-id", "My_Run")
    assert (answer.status, "`My_Run` cannot be the id" in answer.err) == (2, True)


def test_what_is_not_deployed_cannot_be_started(here: Site) -> None:
    answer = here.flowc("trigger", "flow.py", "--name", "x", "--deployment", "other")
    assert answer.status == 1
    assert "no flow is deployed as `other`" in answer.err


def failed_run(here: Site) -> None:
    here.flowc("trigger", "flow.py", "--run-id", "r1", "--name", "x", "--alpha", "2")
    here.report("r1", phase="Failed", nodes=pod("start") | pod("end", "Failed"))


def test_resuming_starts_a_run_that_takes_over_what_is_done(here: Site) -> None:
    failed_run(here)
    answer = here.flowc("resume", "flow.py", "--target", "argo", "--tag", "again")
    assert answer.status == 0, answer.err
    run = answer.out.strip()
    assert here.variables(run) == {"FLOWC_ORIGIN": "r1", "FLOWC_TAGS": '["again"]'}
    given = here.parameters(run)
    assert (given["name"], given["alpha"]) == ("x", "2.0")
    assert "it takes over what is done in r1" in answer.err


def test_resuming_from_a_step_runs_that_again(here: Site) -> None:
    failed_run(here)
    here.report("r1", phase="Succeeded", nodes=pod("start") | pod("end"))
    answer = here.flowc("resume", "flow.py", "end", "--target", "argo", "--origin-run-id", "r1")
    assert here.variables(answer.out.strip()) == {
        "FLOWC_ORIGIN": "r1",
        "FLOWC_RERUN": '["end"]',
    }


@pytest.mark.parametrize(
    ("phase", "options", "said"),
    [
        ("Succeeded", (), "the run r1 has succeeded: name the step"),
        ("Running", (), "the run r1 has not ended"),
        ("Failed", ("ned",), "TinyFlow has no step `ned`; did you mean `end`?"),
    ],
)
def test_only_a_run_that_ended_is_resumed_and_from_a_step_of_the_flow(
    here: Site, phase: str, options: tuple[str, ...], said: str
) -> None:
    failed_run(here)
    here.report("r1", phase=phase)
    answer = here.flowc("resume", "flow.py", *options, "--target", "argo")
    assert (answer.status, said in answer.err) == (2, True)


def test_a_run_that_nobody_knows_is_not_resumed(here: Site) -> None:
    answer = here.flowc("resume", "flow.py", "--target", "argo", "--origin-run-id", "none")
    assert (answer.status, "there is no run `none`" in answer.err) == (1, True)
