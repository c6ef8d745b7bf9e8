"""Settings of steps besides compute: retries, timeouts, catches, cards, secrets, packages."""

from __future__ import annotations

import pytest

from compiler.ir.settings import (
    Card,
    Catch,
    Dependencies,
    Extension,
    Retry,
    Secret,
    Timeout,
    literal,
)
from compiler.language.decorators import StepSettings, flow_settings, spec_call, step_settings
from compiler.language.values import Call, Code, Unknown
from tests.language.calls import call, codes


def settings(*calls: Call) -> StepSettings:
    result, found = step_settings(calls, find=lambda name: None)
    assert found == ()
    return result


def test_a_bare_retry_has_the_defaults_of_the_language() -> None:
    assert settings(call("retry")).retry == Retry(times=3, minutes_between=2)


def test_numbers_may_be_texts_as_on_a_command_line() -> None:
    asked = settings(call("retry", times="2", minutes_between_retries="0.5"))
    assert asked.retry == Retry(times=2, minutes_between=0.5)


def test_a_timeout_is_the_sum_of_its_units() -> None:
    asked = settings(call("timeout", seconds=30, minutes=2, hours=1))
    assert asked.timeout == Timeout(seconds=3750)


def test_a_timeout_of_zero_is_left_to_the_check_and_none_is_reported() -> None:
    assert settings(call("timeout", seconds=0)).timeout == Timeout(seconds=0)
    assert codes(step_settings([call("timeout")])[1]) == ["FLC154"]


def test_a_catch_names_its_artifact() -> None:
    assert settings(call("catch", var="failure", print_exception=False)).catch == Catch(
        var="failure", print_exception=False
    )


def test_cards_add_up_and_what_is_not_known_of_them_is_a_warning() -> None:
    asked = settings(call("card"), call("card", type="html", id="report", timeout=60))
    assert asked.cards == (
        Card(),
        Card(type="html", id="report", options=(("timeout", literal(60)),)),
    )
    result, found = step_settings([call("card", options=Unknown(reason="it depends"))])
    assert result.cards == (Card(),)
    assert codes(found) == ["FLC157"]
    assert not found[0].is_error


@pytest.mark.parametrize(
    ("source", "secret"),
    [
        ("warehouse", Secret(name="warehouse")),
        (
            "aws-secrets-manager.db.main",
            Secret(name="db.main", options=(("type", literal("aws-secrets-manager")),)),
        ),
        ("my.dotted.name", Secret(name="my.dotted.name")),
        (
            {"type": "gcp-secret-manager", "id": "db", "role": "reader"},
            Secret(
                name="db",
                options=(("type", literal("gcp-secret-manager")), ("role", literal("reader"))),
            ),
        ),
    ],
)
def test_sources_of_secrets(source: object, secret: Secret) -> None:
    assert settings(call("secrets", sources=[source])).secrets == (secret,)


def test_a_role_goes_to_every_secret() -> None:
    asked = settings(call("secrets", sources=["a", "b"], role="r"))
    assert [one.options for one in asked.secrets] == [(("role", literal("r")),)] * 2


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ("warehouse", "FLC152"),
        ([1], "FLC152"),
        ([{"type": "gcp-secret-manager"}], "FLC154"),
        ([{"id": "a", "kind": "b"}], "FLC156"),
        (
            [{"type": "inline", "options": {"env_vars": {"DB_PASSWORD": "tiger-1987"}}}],
            "FLC161",
        ),
    ],
)
def test_sources_that_cannot_be_used(sources: object, code: str) -> None:
    assert codes(step_settings([call("secrets", sources=sources)])[1]) == [code]


def test_packages_of_a_step_go_over_those_of_the_flow() -> None:
    base, found = flow_settings(
        [
            call("conda_base", libraries={"numpy": "1.0", "pandas": "2.0"}, python="3.10"),
            call("pypi_base", packages={"requests": "2"}),
        ]
    )
    assert found == ()
    asked, _ = step_settings([call("conda", packages={"pandas": 2.2})], base=base.base_dependencies)
    assert asked.dependencies == Dependencies(
        conda=(("numpy", "1.0"), ("pandas", "2.2")), pypi=(("requests", "2"),), python="3.10"
    )


def test_packages_take_precedence_over_the_older_libraries() -> None:
    asked = settings(call("conda", libraries={"a": "1", "b": "1"}, packages={"b": "2"}))
    assert asked.dependencies == Dependencies(conda=(("a", "1"), ("b", "2")))


def test_a_version_of_python_that_lost_a_digit_is_refused() -> None:
    _, found = step_settings([call("conda", python=3.10)])
    assert [(one.rule.code, one.help) for one in found] == [
        ("FLC156", 'quote the version: `python="3.10"`')
    ]
    assert settings(call("pypi", python=3.11)).dependencies == Dependencies(python="3.11")


def test_a_step_can_disable_the_packages_of_its_flow_and_enable_them_again() -> None:
    base, _ = flow_settings([call("pypi_base", packages={"a": "1"}, disabled=True)])
    off, _ = step_settings([], base=base.base_dependencies)
    on, _ = step_settings([call("pypi", disabled=False)], base=base.base_dependencies)
    assert off.dependencies == Dependencies(disabled=True)
    assert on.dependencies == Dependencies(pypi=(("a", "1"),))


def test_packages_that_are_computed_are_a_warning() -> None:
    asked, found = step_settings([call("pypi", packages=Unknown(reason="it reads a file"))])
    assert codes(found) == ["FLC157"]
    assert asked.dependencies == Dependencies()


def test_computed_tables_of_packages_are_a_warning_and_of_compute_an_error() -> None:
    computed = {"**": Unknown(reason="it depends")}
    assert codes(step_settings([call("pypi", **computed)])[1]) == ["FLC157"]
    assert codes(step_settings([call("resources", **computed)])[1]) == ["FLC153"]


def test_decorators_that_act_inside_the_task_ask_for_nothing() -> None:
    assert settings(call("parallel"), call("unbounded_test_foreach_internal")) == StepSettings()


def test_an_unknown_decorator_is_handed_on_with_what_is_known_of_it() -> None:
    asked = settings(call("gpu_profile", interval=1, callback=Code(name="notify")))
    assert asked.extensions == (
        Extension(name="gpu_profile", arguments=(("interval", literal(1)),)),
    )


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        ([call("retry", 3)], "FLC151"),
        ([call("retry"), call("retry")], "FLC158"),
        ([call("retry", times=1.5)], "FLC152"),
        ([call("schedule", daily=True)], "FLC160"),
        ([call("catch", vra="x")], "FLC150"),
    ],
)
def test_misuse_is_reported(calls: list[Call], code: str) -> None:
    assert codes(step_settings(calls)[1]) == [code]


def test_arguments_of_other_decorators_are_told_by_name() -> None:
    _, found = step_settings([call("kubernetes", queue="large")])
    assert found[0].help == "`queue` is an argument of `@batch`"


def test_a_specification_from_outside_is_the_same_as_the_decorator() -> None:
    spec = spec_call("kubernetes", [("cpu", "2"), ("image", "a:1"), ("labels", '{"a": "b"}')])
    written = call("kubernetes", cpu=2, image="a:1", labels={"a": "b"})
    assert step_settings([spec]) == step_settings([written])
