"""Environment variables: literals are written, variables of the shell are references."""

from __future__ import annotations

import pytest

from compiler.ir.settings import EnvVar
from compiler.language.decorators import step_settings
from compiler.language.leaks import secret_by_name, secret_shape
from compiler.language.values import Code, Known, Unknown
from tests.language.calls import call, codes, variable

MIXTURE = Known(value="https://t0ken@example.com", environment=("TOKEN",))


def environment(values: dict[str, object], *, bake: bool = False) -> tuple[EnvVar, ...]:
    settings, found = step_settings([call("environment", vars=values)], bake=bake)
    assert found == ()
    return settings.environment


def test_literals_are_written_as_python_writes_them() -> None:
    assert environment({"A": 1, "B": True, "C": 0.5, "D": "x", "E": None}) == (
        EnvVar(name="A", value="1"),
        EnvVar(name="B", value="True"),
        EnvVar(name="C", value="0.5"),
        EnvVar(name="D", value="x"),
        EnvVar(name="E", value="None"),
    )


@pytest.mark.parametrize("value", [None, "s3cret-value"])
def test_a_variable_is_a_reference_whether_it_is_set_or_not(value: str | None) -> None:
    assert environment({"API_TOKEN": variable("TOKEN", value)}) == (
        EnvVar(name="API_TOKEN", reference="TOKEN"),
    )


def test_a_variable_that_is_demanded_and_not_set_is_a_reference_as_well() -> None:
    unset = Unknown(reason="the environment variable `TOKEN` is not set", reference="TOKEN")
    assert environment({"TOKEN": unset}) == (EnvVar(name="TOKEN", reference="TOKEN"),)


def test_a_reference_carries_the_default_of_the_source_and_not_the_value_of_the_shell() -> None:
    mode = Known(value="fast", environment=("MODE",), reference="MODE", default="careful")
    assert environment({"MODE": mode}) == (EnvVar(name="MODE", value="careful", reference="MODE"),)


def test_baking_writes_the_value_if_there_is_one() -> None:
    assert environment(
        {"A": variable("A", "value-of-a"), "B": variable("B"), "C": MIXTURE}, bake=True
    ) == (
        EnvVar(name="A", value="value-of-a"),
        EnvVar(name="B", reference="B"),
        EnvVar(name="C", value="https://t0ken@example.com"),
    )


def test_a_number_made_of_a_variable_is_written_out() -> None:
    workers = Known(value=4, environment=("WORKERS",))
    assert environment({"N": workers}) == (EnvVar(name="N", value="4"),)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"URL": MIXTURE}, "FLC162"),
        ({"A": Unknown(reason="it depends")}, "FLC153"),
        ({"A": [1]}, "FLC152"),
        ({"A": b"x"}, "FLC152"),
        ({"A": Code(name="f")}, "FLC153"),
        ({1: "a"}, "FLC152"),
        ([], "FLC152"),
        ({"DB_PASSWORD": "tiger"}, "FLC161"),
    ],
)
def test_what_cannot_be_written_is_reported(values: object, code: str) -> None:
    settings, found = step_settings([call("environment", vars=values)])
    assert codes(found) == [code]
    assert "t0ken" not in str(found)
    assert not any("t0ken" in (one.value or "") for one in settings.environment)


@pytest.mark.parametrize(
    "value",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_" + "a1B2" * 9,
        "github_pat_" + "a1B2" * 6,
        "glpat-" + "a1B2" * 5,
        "xoxb-" + "1234567890-abcdef",
        "sk-" + "a1B2" * 10,
        "sk-ant-" + "a1B2" * 10,
        "hf_" + "aBcD" * 9,
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln",
        "-----BEGIN RSA PRIVATE KEY-----",
        "postgresql://pets:tiger@db.example.com/pets",
        "q7Zx1Kp9Vb3Nw5Tc8Jd2Rf6Hm4Lg0SyA",
    ],
)
def test_shapes_of_secrets_are_known_under_any_name(value: str) -> None:
    assert secret_shape(value)
    assert secret_by_name("HARMLESS", value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "tiger"),
        ("dbPassword", "tiger"),
        ("API_KEY", "abcd1234efgh"),
        ("WANDB_API_KEY", "0123456789abcdef0123456789abcdef01234567"),
        ("SLACK_TOKEN", "abcd1234efgh"),
        ("CLIENT_SECRET", "abcd1234efgh"),
    ],
)
def test_names_of_secrets_with_values_like_secrets(name: str, value: str) -> None:
    assert secret_by_name(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKENIZERS_PARALLELISM", "false"),
        ("POSTGRES_PASSWORD", "postgres"),
        ("API_KEY", "placeholder"),
        ("MAX_TOKEN_COUNT", "512"),
        ("MAX_TOKENS", "4096"),
        ("PARTITION_KEY", "customer_id"),
        ("SECRET_NAME", "prod-db-2024"),
        ("API_KEY_FILE", "/run/secrets/key1"),
        ("AWS_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"),
        ("DB_PASSWORD", ""),
        ("DB_PASSWORD", "<set-me>"),
        ("DB_PASSWORD", "${DB_PASSWORD}"),
        ("TOKEN_URL", "https://example.com/oauth2/token"),
        ("SORT_KEY", "created2024"),
        ("GIT_COMMIT", "0123456789abcdef0123456789abcdef01234567"),
        ("IMAGE", "registry.example.com/train@sha256:" + "0a" * 32),
        ("DATABASE_URL", "postgresql://db.example.com:5432/pets"),
        ("PYTHONPATH", "/opt/flow:/opt/libraries"),
        ("MODEL", "sentence-transformers-all-MiniLM-L6-v2"),
    ],
)
def test_ordinary_values_are_no_secrets(name: str, value: str) -> None:
    assert secret_by_name(name, value) is None
