"""What leads from one version of a flow to another is said once, and in a reviewer's order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.comparison.compare import Difference, Kind, compare
from compiler.comparison.flows import flow_summary
from compiler.comparison.summary import Subject, Summary
from compiler.ir.nodes import Flow, Origin
from compiler.ir.settings import (
    Catch,
    Compute,
    Config,
    Deferred,
    EnvVar,
    Event,
    Hook,
    Outcome,
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
from tests.argo.flows import arm, choice, each, flow, loop, random_flow, split, task

START, END = task("start"), task("end")


def lines(before: Flow, after: Flow) -> list[str]:
    return [line(one) for one in compare(flow_summary(before), flow_summary(after))]


def line(one: Difference) -> str:
    """Return a difference on one line, the shortest way."""
    what = " ".join(filter(None, [one.subject.value, "+".join(one.names), one.setting]))
    return f"{one.kind.value} {what}: {one.before} → {one.after}"


def with_task(**settings: Any) -> Flow:
    return flow(START, task("train", **settings), END)


@pytest.mark.parametrize("seed", range(20))
def test_a_flow_does_not_differ_from_itself(seed: int) -> None:
    of = random_flow(seed)
    assert compare(flow_summary(of), flow_summary(of)) == ()


def test_a_step_that_was_put_in_between_is_added_and_the_way_to_it_changes() -> None:
    assert lines(flow(START, END), flow(START, task("tidy", retry=Retry(times=1)), END)) == [
        "added step tidy: None → comes after start; retry: 1 retry, 120 s apart",
        "changed step start goes to: end → tidy",
    ]


def test_a_step_that_was_taken_out_is_removed() -> None:
    assert lines(flow(START, task("tidy"), END), flow(START, END)) == [
        "removed step tidy: None → None",
        "changed step start goes to: tidy → end",
    ]


def test_a_step_with_another_name_is_renamed_and_nothing_else_changes() -> None:
    before = flow(START, task("clean", retry=Retry()), task("train"), END)
    after = flow(START, task("tidy", retry=Retry()), task("train"), END)
    assert lines(before, after) == ["renamed step tidy: clean → tidy"]


def test_a_renamed_step_may_have_other_settings() -> None:
    after = flow(START, task("fit", retry=Retry(times=1)), END)
    assert lines(with_task(), after) == [
        "renamed step fit: train → fit",
        "changed step fit retry: None → 1 retry, 120 s apart",
    ]


def test_neighbours_that_are_renamed_together_are_told_apart() -> None:
    before = flow(START, task("a"), task("b"), task("c"), END)
    after = flow(START, task("x"), task("y"), task("z"), END)
    found = lines(before, after)
    assert found == [
        "renamed step x: a → x",
        "renamed step y: b → y",
        "renamed step z: c → z",
    ]


def test_one_step_that_became_two_is_not_renamed() -> None:
    found = lines(flow(START, task("a"), END), flow(START, task("x"), task("y"), END))
    assert "removed step a: None → None" in found
    assert not any(one.startswith("renamed") for one in found)


def test_arms_at_the_same_place_are_told_apart_by_their_settings() -> None:
    before = flow(START, split((task("a"),), (task("b", retry=Retry()),), join="j"), END)
    after = flow(START, split((task("x"),), (task("y", retry=Retry()),), join="j"), END)
    assert lines(before, after) == [
        "renamed step x: a → x",
        "renamed step y: b → y",
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (each(task("train"), join="join"), "train for each item"),
        (split((task("train"),), (task("other"),), join="join"), "train and other"),
        (choice(arm(task("train")), arm(task("other"), key="y")), "one of train, other"),
    ],
)
def test_another_structure_is_told_in_words(after: object, words: str) -> None:
    found = lines(with_task(), flow(START, after, END))  # type: ignore[arg-type]
    assert f"changed step start goes to: train → {words}" in found


def test_a_loop_says_what_is_done_again() -> None:
    found = lines(with_task(), flow(START, loop(task("train")), END))
    assert "changed step train goes to: end → one of train again, end" in found


def test_another_order_of_the_arms_is_told() -> None:
    before = flow(START, split((task("a"),), (task("b"),), join="j"), END)
    after = flow(START, split((task("b"),), (task("a"),), join="j"), END)
    assert lines(before, after) == ["changed step start goes to: a and b → b and a"]


def test_the_key_of_a_case_is_told() -> None:
    before = flow(START, choice(arm(task("a"), key=1), arm(task("b"), key=2)), END)
    after = flow(START, choice(arm(task("a"), key="1"), arm(task("b"), key=2)), END)
    assert lines(before, after) == ['changed step start cases: 1 → a; 2 → b → "1" → a; 2 → b']


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"compute": Compute(memory="8192")}, "memory: None → 8192 MB"),
        ({"compute": Compute(image="other:1")}, "image: None → other:1"),
        ({"compute": Compute(gpu="2", gpu_vendor="amd")}, "gpu: None → 2 (amd)"),
        ({"retry": Retry(times=3, minutes_between=0)}, "retry: None → 3 retries"),
        ({"timeout": Timeout(seconds=60)}, "timeout: None → 60 s"),
        ({"catch": Catch(var="failure")}, "catch: None → into failure"),
        ({"secrets": (Secret(name="db"),)}, "secrets: None → db"),
        ({"environment": (EnvVar(name="A", value="1"),)}, "environment A: None → set"),
        (
            {"environment": (EnvVar(name="A", reference="B"),)},
            "environment A: None → set from B",
        ),
    ],
)
def test_a_setting_of_a_step_is_told_when_it_comes_and_when_it_goes(
    settings: dict[str, Any], said: str
) -> None:
    assert lines(with_task(), with_task(**settings)) == [f"changed step train {said}"]
    back, forth = said.partition(": ")[2].split(" → ")
    assert lines(with_task(**settings), with_task()) == [
        f"changed step train {said.partition(':')[0]}: {forth} → {back}"
    ]


def test_another_value_of_a_variable_is_told_and_not_shown() -> None:
    before = with_task(environment=(EnvVar(name="TOKEN", value="hunter2"),))
    after = with_task(environment=(EnvVar(name="TOKEN", value="hunter3"),))
    assert lines(before, after) == [
        "changed step train environment TOKEN: set → set, to another value"
    ]


def test_what_changes_alike_in_several_steps_is_told_once() -> None:
    before = flow(*(task(name) for name in "abcd"))
    more = {"retry": Retry(times=1)}
    after = flow(
        task("a"), task("b", **more), task("c", timeout=Timeout(seconds=1)), task("d", **more)
    )
    assert lines(before, after) == [
        "changed step b+d retry: None → 1 retry, 120 s apart",
        "changed step c timeout: None → 1 s",
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"schedule": Schedule(crons=("0 6 * * *",))}, "added schedule: None → cron: 0 6 * * *"),
        (
            {"triggers": (Trigger(events=(Event(name="ready", parameters=(("a", "b"),)),)),)},
            "added trigger ready: None → a: b of ready",
        ),
        (
            {"triggers": (Trigger(events=(Event(flow="IngestFlow"),)),)},
            "added trigger the end of IngestFlow: None → ",
        ),
        (
            {"parameters": (Parameter(name="rate", attribute="rate", default=literal("x")),)},
            "added parameter rate: None → type: str; default: x",
        ),
        (
            {"parameters": (Parameter(name="a", attribute="a", default=Deferred(source="f")),)},
            "added parameter a: None → type: str; default: null; computed: f",
        ),
        ({"project": Project(name="zoo")}, "added project: None → name: zoo"),
        (
            {"configs": (Config(name="c", attribute="c", value=literal({"k": 1})),)},
            "added config c: None → k: 1",
        ),
        (
            {"hooks": (Hook(function="tell", outcome=Outcome.ERROR),)},
            "added exit hook tell after error: None → ",
        ),
        ({"tags": ("nightly",)}, "changed every run tags: None → nightly"),
    ],
)
def test_a_part_of_a_flow_is_told_when_it_comes_and_when_it_goes(
    settings: dict[str, Any], said: str
) -> None:
    plain, other = flow(START, END), flow(START, END, **settings)
    assert lines(plain, other) == [said]
    assert len(lines(other, plain)) == 1


def test_a_parameter_tells_its_type_and_its_default() -> None:
    def with_parameter(kind: ParameterType, default: object) -> Flow:
        one = Parameter(name="rate", attribute="rate", type=kind, default=literal(default))
        return flow(START, END, parameters=(one,))

    before, after = with_parameter(ParameterType.INT, 1), with_parameter(ParameterType.FLOAT, 0.5)
    assert lines(before, after) == [
        "changed parameter rate type: int → float",
        "changed parameter rate default: 1 → 0.5",
    ]


def test_a_config_tells_the_key_that_changed() -> None:
    def with_config(**values: object) -> Flow:
        return flow(START, END, configs=(Config(name="c", attribute="c", value=literal(values)),))

    assert lines(with_config(a=1, b="x"), with_config(a=2, b="x")) == ["changed config c a: 1 → 2"]


def test_code_that_changed_is_told_last() -> None:
    after = replace(
        flow(START, END),
        origin=Origin(path="flows/pets.py", entrypoint="PetsFlow", digest="9" * 64),
    )
    found = compare(flow_summary(flow(START, END)), flow_summary(after))
    assert [one.subject for one in found] == [Subject.RUN, Subject.CODE]
    assert found[-1].after == "9" * 64


def test_a_new_flow_is_told_as_one() -> None:
    of = flow(START, END, schedule=Schedule(crons=("0 6 * * *",)))
    (found,) = compare(Summary(), flow_summary(of))
    assert (found.kind, found.subject) == (Kind.ADDED, Subject.FLOW)
    assert found.after == "steps start, end; schedule cron: 0 6 * * *"
    (gone,) = compare(flow_summary(of), Summary())
    assert gone.kind is Kind.REMOVED


def test_the_steps_of_a_long_flow_are_counted() -> None:
    of = flow(*(task(f"s{number}") for number in range(30)))
    (found,) = compare(Summary(), flow_summary(of))
    assert found.after == "30 steps, s0, s1, s2, s3, s4, s5 and 24 more"


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_there_and_back_tell_of_the_same_steps(seed: int) -> None:
    one, other = flow_summary(random_flow(seed)), flow_summary(random_flow(seed + 1))
    there, back = compare(one, other), compare(other, one)
    opposite = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}

    def whole(found: tuple[Difference, ...]) -> set[tuple[Kind, tuple[str, ...]]]:
        return {(d.kind, d.names) for d in found if d.kind in opposite}

    assert whole(there) == {(opposite[kind], names) for kind, names in whole(back)}
