"""Settings of whole flows: schedules, triggers, projects and hooks."""

from __future__ import annotations

import pytest

from compiler.ir.settings import Event, Extension, Hook, Outcome, Project, Schedule, literal
from compiler.language.cron import Foreign, cron_of
from compiler.language.decorators import FlowSettings, flow_settings
from compiler.language.values import Call, Code, Unknown
from tests.language.calls import call, codes, variable


def settings(*calls: Call) -> FlowSettings:
    result, found = flow_settings(calls)
    assert found == ()
    return result


@pytest.mark.parametrize(
    ("arguments", "cron"),
    [
        ({}, "0 0 * * *"),
        ({"daily": True}, "0 0 * * *"),
        ({"hourly": True}, "0 * * * *"),
        ({"weekly": True}, "0 0 * * 0"),
        ({"cron": "30 6 * * 1-5"}, "30 6 * * 1-5"),
        ({"cron": "0 10 * * ? *", "daily": False}, "0 10 * * *"),
    ],
)
def test_schedules(arguments: dict[str, object], cron: str) -> None:
    assert settings(call("schedule", **arguments)).schedule == Schedule(crons=(cron,))


def test_a_schedule_that_is_switched_off_is_none() -> None:
    assert settings(call("schedule", daily=False)).schedule is None


def test_a_schedule_in_a_time_zone() -> None:
    asked = settings(call("schedule", cron="0 6 * * *", timezone="Europe/Berlin"))
    assert asked.schedule == Schedule(crons=("0 6 * * *",), timezone="Europe/Berlin")


@pytest.mark.parametrize(
    ("expression", "cron"),
    [
        ("0/15 9-17 ? * 2-6 *", "*/15 9-17 * * 1-5"),
        ("5/20 * * * ? *", "5-59/20 * * * *"),
        ("0 8 1 * ? *", "0 8 1 * *"),
        ("0 8 ? * MON-FRI *", "0 8 * * MON-FRI"),
        ("0 18 ? * 1,7 *", "0 18 * * 0,6"),
        ("0 0 1/5 1/3 ? *", "0 0 */5 */3 *"),
        ("cron(0 12 * * ? *)", "0 12 * * *"),
        ("0 12 ? * *", "0 12 * * *"),
        ("@daily", "0 0 * * *"),
        ("0 0 * * 7", "0 0 * * 0"),
        ("0 0 * * 5-7", "0 0 * * 0,5,6"),
        ("0 0 * * 1-7/2", "0 0 * * 0,1,3,5"),
        ("0 0 * * 1-5", "0 0 * * 1-5"),
        ("0 0 * JUL WED", "0 0 * JUL WED"),
        ("what is this", "what is this"),
    ],
)
def test_expressions_have_five_fields_that_every_scheduler_reads(
    expression: str, cron: str
) -> None:
    assert cron_of(expression) == cron


@pytest.mark.parametrize(
    "expression",
    ["0 10 1 1 ? 2027", "0 10 L * ? *", "0 10 ? * 6#3 *", "0 10 15W * ?", "@reboot", "@every 1h"],
)
def test_what_five_fields_cannot_say_is_refused(expression: str) -> None:
    assert isinstance(cron_of(expression), Foreign)
    assert codes(flow_settings([call("schedule", cron=expression)])[1]) == ["FLC163"]


def test_stacked_triggers_are_several_and_events_of_one_belong_together() -> None:
    asked = settings(
        call("trigger", event="a"),
        call("trigger", events=["b", {"name": "c"}], options={"slack": 60}),
        call("trigger_on_finish", flow="Other"),
    )
    assert [trigger.events for trigger in asked.triggers] == [
        (Event(name="a"),),
        (Event(name="b"), Event(name="c")),
        (Event(flow="Other"),),
    ]
    assert asked.triggers[1].options == (("slack", literal(60)),)


@pytest.mark.parametrize(
    ("parameters", "pairs"),
    [
        ({"alpha": "weight"}, (("alpha", "weight"),)),
        (["alpha", ("beta", "grade")], (("alpha", "alpha"), ("beta", "grade"))),
        ([], ()),
        (None, ()),
    ],
)
def test_parameters_of_events(parameters: object, pairs: tuple[tuple[str, str], ...]) -> None:
    asked = settings(call("trigger", event={"name": "a", "parameters": parameters}))
    assert asked.triggers[0].events == (Event(name="a", parameters=pairs),)


@pytest.mark.parametrize(
    ("flow", "event"),
    [
        ("Other", Event(flow="Other")),
        ("pets.prod.Other", Event(flow="Other", project="pets", branch="prod")),
        ("pets.test.mine.Other", Event(flow="Other", project="pets", branch="test.mine")),
        (
            {"name": "Other", "project": "pets", "project_branch": "prod"},
            Event(flow="Other", project="pets", branch="prod"),
        ),
        ({"name": "Other"}, Event(flow="Other")),
    ],
)
def test_flows_whose_end_starts_a_run(flow: object, event: Event) -> None:
    assert settings(call("trigger_on_finish", flow=flow)).triggers[0].events == (event,)
    assert settings(call("trigger_on_finish", flows=[flow])).triggers[0].events == (event,)


def test_a_project_and_its_branch() -> None:
    asked = settings(call("project", name="pets", branch=variable("BRANCH"), production=True))
    assert asked.project == Project(name="pets", production=True)


def test_hooks_are_functions_by_name() -> None:
    asked = settings(
        call("exit_hook", on_success=[Code(name="celebrate"), "tell"], on_error=[Code(name="wake")])
    )
    assert asked.hooks == (
        Hook(function="celebrate", outcome=Outcome.SUCCESS),
        Hook(function="tell", outcome=Outcome.SUCCESS),
        Hook(function="wake", outcome=Outcome.ERROR),
    )


def test_sensors_and_unknown_decorators_are_handed_on() -> None:
    asked = settings(call("airflow_s3_key_sensor", bucket_key="s3://a/b"), call("acme", size=1))
    assert asked.extensions == (
        Extension(name="airflow_s3_key_sensor", arguments=(("bucket_key", literal("s3://a/b")),)),
        Extension(name="acme", arguments=(("size", literal(1)),)),
    )


@pytest.mark.parametrize(
    ("decorator", "code"),
    [
        (call("schedule", cron="0 6 * * *", weekly=True), "FLC155"),
        (call("schedule", hourly=True, weekly=True), "FLC155"),
        (call("schedule", cron=Unknown(reason="it depends")), "FLC153"),
        (call("trigger"), "FLC154"),
        (call("trigger", events=[]), "FLC154"),
        (call("trigger", events="a"), "FLC152"),
        (call("trigger", event="a", events=["b"]), "FLC155"),
        (call("trigger", event=Code(source="lambda c: 1")), "FLC153"),
        (call("trigger", event={"parameters": {}}), "FLC154"),
        (call("trigger", event={"name": "a", "params": {}}), "FLC156"),
        (call("trigger", event={"name": "a", "parameters": {"x": 1}}), "FLC152"),
        (call("trigger", event={"name": "a", "parameters": Unknown(reason="?")}), "FLC153"),
        (call("trigger", events=["a", "a"]), "FLC156"),
        (call("trigger_on_finish", flow="pets.Other"), "FLC156"),
        (call("trigger_on_finish", flow="my-flow"), "FLC156"),
        (call("trigger_on_finish", flow={"name": "a.b.C"}), "FLC156"),
        (call("trigger_on_finish", flow=[1]), "FLC152"),
        (call("project"), "FLC154"),
        (call("project", name=["a"]), "FLC152"),
        (call("exit_hook"), "FLC154"),
        (call("exit_hook", on_error=Code(name="f")), "FLC152"),
        (call("exit_hook", on_error=[Code(source="lambda: 1")]), "FLC152"),
        (call("exit_hook", on_error=[Unknown(reason="?")]), "FLC153"),
        (call("retry"), "FLC160"),
    ],
)
def test_misuse_is_reported(decorator: Call, code: str) -> None:
    found = flow_settings([decorator])[1]
    assert codes(found) == [code]
    assert found[0].help
