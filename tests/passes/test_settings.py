"""The checks of settings: what is wrong, and what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Origin, Parallel, Task
from compiler.ir.settings import (
    Catch,
    Config,
    Deferred,
    EnvVar,
    Event,
    IncludedFile,
    Parameter,
    ParameterType,
    Project,
    Retry,
    Schedule,
    Secret,
    Timeout,
    Trigger,
    literal,
)
from compiler.passes.failures import check_catch_on_split
from compiler.passes.settings import SETTINGS_CHECKS

DAILY = Schedule(crons=("0 0 * * *",))
CAUGHT = Catch(var="failure")


LINEAR = (Task(name="start"), Task(name="end"))


def flow(body: Block = LINEAR, **settings: Any) -> Flow:
    return Flow(
        name="PetsFlow",
        body=body,
        origin=Origin(path="flow.py", entrypoint="PetsFlow"),
        **settings,
    )


def step(**settings: Any) -> Flow:
    return flow((Task(name="start", **settings), Task(name="end")))


def codes(of: Flow) -> list[str]:
    return [found.rule.code for check in SETTINGS_CHECKS for found in check(of)]


def parameter(name: str = "table", **settings: Any) -> Parameter:
    return Parameter(name=name, attribute=name, **settings)


def test_an_ordinary_flow_has_no_findings() -> None:
    ordinary = flow(
        (
            Task(
                name="start",
                retry=Retry(times=4, minutes_between=0),
                timeout=Timeout(seconds=1),
                catch=CAUGHT,
                environment=(EnvVar(name="OMP_NUM_THREADS", value="8"),),
                secrets=(Secret(name="prod/db@v1"),),
            ),
            Task(name="end"),
        ),
        parameters=(parameter(default=literal("a")),),
        configs=(Config(name="config", attribute="config"),),
        schedule=Schedule(crons=("30 6 * * 1-5",), timezone="Europe/Berlin"),
        triggers=(Trigger(events=(Event(name="e", parameters=(("table", "t"),)),)),),
        project=Project(name="pet_prices", branch="test.larger_model"),
    )
    assert codes(ordinary) == []


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (parameter(required=True), ["FLC260"]),
        (parameter(required=True, default=literal(None)), ["FLC260"]),
        (parameter(), ["FLC261"]),
        (parameter(default=literal(None)), []),
        (parameter(default=literal(0)), []),
        (parameter(default=Deferred(source="lambda c: 1")), []),
        (parameter(type=ParameterType.FILE, file=IncludedFile(path="a.txt")), []),
        (parameter(type=ParameterType.FILE, file=IncludedFile(), required=True), ["FLC260"]),
    ],
)
def test_a_schedule_gives_no_parameters(declared: Parameter, expected: list[str]) -> None:
    assert codes(flow(parameters=(declared,), schedule=DAILY)) == expected
    assert codes(flow(parameters=(declared,))) == []


def test_every_trigger_must_give_what_has_to_be_given() -> None:
    gives = Trigger(events=(Event(name="a"), Event(name="b", parameters=(("table", "t"),))))
    silent = Trigger(events=(Event(flow="Other"),))
    required = (parameter(required=True),)
    assert codes(flow(parameters=required, triggers=(gives,))) == []
    assert codes(flow(parameters=required, triggers=(gives, silent))) == ["FLC260"]


@pytest.mark.parametrize(
    ("cron", "problem"),
    [
        ("0 25 * * *", "the hour"),
        ("60 0 * * *", "the minute"),
        ("0 0 30 2 *", "the day of the month"),
        ("0 0 * 13 *", "the month"),
        ("0 0 * * 8", "the day of the week"),
        ("0 0 * *", "it has 4 fields, not 5"),
        ("", "it has 0 fields, not 5"),
    ],
)
def test_a_cron_expression_that_names_no_time(cron: str, problem: str) -> None:
    broken = flow(schedule=Schedule(crons=(cron,)))
    found = [one for check in SETTINGS_CHECKS for one in check(broken)]
    assert [one.rule.code for one in found] == ["FLC262"]
    assert problem in found[0].message


@pytest.mark.parametrize("zone", ["Berlin", "Mars/Olympus", "../UTC", "/etc/passwd", ""])
def test_a_time_zone_that_does_not_exist(zone: str) -> None:
    broken = flow(schedule=Schedule(crons=("0 0 * * *",), timezone=zone))
    assert codes(broken) == ["FLC263"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"retry": Retry(times=5)}, ["FLC264"]),
        ({"retry": Retry(times=-1)}, ["FLC264"]),
        ({"retry": Retry(times=0)}, []),
        ({"retry": Retry(minutes_between=-1)}, ["FLC264"]),
        ({"timeout": Timeout(seconds=0)}, ["FLC265"]),
        ({"timeout": Timeout(seconds=-5)}, ["FLC265"]),
        ({"catch": Catch()}, []),
        ({"catch": Catch(var="end")}, ["FLC267"]),
        ({"catch": Catch(var="input")}, ["FLC267"]),
        ({"catch": Catch(var="no name")}, ["FLC267"]),
        ({"environment": (EnvVar(name="MY VAR"),)}, ["FLC270"]),
        ({"environment": (EnvVar(name=""),)}, ["FLC270"]),
        ({"environment": (EnvVar(name="1A"),)}, ["FLC270"]),
        ({"environment": (EnvVar(name="A=B"),)}, ["FLC270"]),
        ({"environment": (EnvVar(name="FLOWC_RUN"),)}, ["FLC271"]),
        ({"environment": (EnvVar(name="spring.port"),)}, []),
        ({"secrets": (Secret(name="my secret"),)}, ["FLC272"]),
        ({"secrets": (Secret(name="arn:aws:secretsmanager:eu-west-1:1:secret:db"),)}, []),
    ],
)
def test_settings_of_steps(settings: dict[str, Any], expected: list[str]) -> None:
    assert codes(step(**settings)) == expected


def test_a_failure_is_not_stored_in_a_parameter_or_config() -> None:
    body = (Task(name="start", catch=Catch(var="table")), Task(name="end"))
    assert codes(flow(body, parameters=(parameter(),))) == ["FLC267"]
    assert codes(flow(body, configs=(Config(name="c", attribute="table"),))) == ["FLC267"]


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (Project(name="Pets"), ["FLC268"]),
        (Project(name=""), ["FLC268"]),
        (Project(name="a" * 129), ["FLC268"]),
        (Project(name="pets", branch="My Branch"), ["FLC268"]),
        (Project(name="pets", branch="a.b"), []),
    ],
)
def test_names_of_projects(project: Project, expected: list[str]) -> None:
    assert codes(flow(project=project)) == expected


def test_names_of_parameters_differ_by_more_than_case() -> None:
    first = Parameter(name="rate", attribute="a", default=literal(1))
    second = Parameter(name="Rate", attribute="b", default=literal(1))
    config = Config(name="RATE", attribute="c")
    assert codes(flow(parameters=(first, second), configs=(config,))) == ["FLC269", "FLC269"]


def test_a_trigger_sets_parameters_that_exist() -> None:
    trigger = Trigger(events=(Event(name="e", parameters=(("tabel", "t"),)),))
    assert codes(flow(parameters=(parameter(default=literal(1)),), triggers=(trigger,))) == [
        "FLC273"
    ]


@pytest.mark.parametrize(
    ("body", "guilty"),
    [
        ((Task(name="a"), Map(over="x", body=(Task(name="b"),), join=Task(name="c"))), "a"),
        ((Task(name="a"), Choice(on="x", arms=(Arm(keys=("k",), body=()),) * 2)), "a"),
        ((Loop(on="x", again=("k",), body=(Task(name="o"), Task(name="a"))),), "a"),
        (
            (
                Task(name="o"),
                Map(over="x", body=(Task(name="b"),), join=Task(name="a")),
                Map(over="y", body=(Task(name="c"),), join=Task(name="d")),
            ),
            "a",
        ),
        (
            (
                Task(name="a"),
                Choice(
                    on="x",
                    arms=(
                        Arm(keys=("k",), body=(Choice(on="x", arms=()),)),
                        Arm(keys=("l",), body=()),
                    ),
                ),
            ),
            "a",
        ),
        ((Task(name="o"), Map(over="x", body=(Task(name="a"),), join=Task(name="c"))), None),
        (
            (Task(name="a"), Parallel(arms=((Task(name="b"),), ()), join=Task(name="c"))),
            None,
        ),
        ((Loop(on="x", again=("k",), body=(Task(name="a"), Task(name="o"))),), None),
        (
            (
                Task(name="o"),
                Choice(on="x", arms=(Arm(keys=("k",), body=(Task(name="a"),)),) * 2),
                Task(name="e"),
            ),
            None,
        ),
    ],
)
def test_a_step_that_decides_does_not_catch(body: Block, guilty: str | None) -> None:
    found = list(check_catch_on_split(flow(_caught(body))))
    assert [one.message.split("`")[1] for one in found] == ([guilty] if guilty else [])


def _caught(block: Block) -> Block:
    """Return `block` with a catch on the step `a`."""

    def changed(node: Any) -> Any:
        match node:
            case Task(name="a"):
                return replace(node, catch=CAUGHT)
            case Map():
                return replace(node, body=_caught(node.body), join=changed(node.join))
            case Parallel():
                arms = tuple(_caught(arm) for arm in node.arms)
                return replace(node, arms=arms, join=changed(node.join))
            case Loop():
                return replace(node, body=_caught(node.body))
            case Choice():
                arms_of = tuple(replace(arm, body=_caught(arm.body)) for arm in node.arms)
                return replace(node, arms=arms_of)
            case _:
                return node

    return tuple(changed(node) for node in block)
