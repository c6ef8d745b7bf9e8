"""What Argo or Kubernetes would refuse, change or ignore is said before it is written."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.ir.nodes import Flow, Task
from compiler.ir.settings import (
    Compute,
    Config,
    Parameter,
    Project,
    Retry,
    Schedule,
    Secret,
    literal,
)
from tests.argo.flows import arm, choice, each, flow, linear, loop, random_flow, task


def codes(of: Flow, **options: Any) -> list[str]:
    return [found.rule.code for found in BACKEND.check(of, Options(**options))]


def step(**compute: Any) -> Flow:
    return flow(task("start", compute=Compute(**compute)))


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_flow_has_no_errors(seed: int) -> None:
    found = BACKEND.check(random_flow(seed), Options())
    assert not [one for one in found if one.is_error]


@pytest.mark.parametrize("name", ["Pets", "a_b", "x" * 58, "9lives", "a-", "pets\n"])
def test_a_given_name_must_be_one_of_kubernetes(name: str) -> None:
    assert codes(flow(task("start")), name=name) == ["FLC300"]


def test_a_scheduled_name_must_leave_room_for_the_time() -> None:
    of = flow(task("start"), schedule=Schedule(crons=("0 6 * * *",)))
    assert codes(of, name="x" * 53) == ["FLC300"]
    assert codes(of, name="x" * 52) == []


def test_a_long_derived_name_is_shortened_and_said() -> None:
    of = flow(task("start"), project=Project(name="p" * 40, branch="b" * 40))
    assert codes(of) == ["FLC301"]


def test_there_are_at_most_500_parameters() -> None:
    many = tuple(Parameter(name=f"p{n}", attribute=f"p{n}") for n in range(501))
    assert codes(flow(task("start"), parameters=many)) == ["FLC303"]
    assert codes(flow(task("start"), parameters=many[:500])) == []


HOSTILE = "x{{workflow.uid}}"


@pytest.mark.parametrize(
    "compute",
    [
        {"image": HOSTILE},
        {"annotations": (("note", HOSTILE),)},
        {"volumes": (("claim", f"/mnt/{HOSTILE}"),)},
        {"tmpfs_path": f"/{HOSTILE}"},
        {"tolerations": (literal({"key": HOSTILE}),)},
        {"image": "bell\x07"},
    ],
)
def test_text_that_argo_would_expand_is_refused_where_it_cannot_be_carried(compute: Any) -> None:
    assert "FLC304" in codes(step(**compute))


@pytest.mark.parametrize("option", ["image", "store"])
def test_options_are_not_expanded_either(option: str) -> None:
    assert codes(flow(task("start")), **{option: HOSTILE}) == ["FLC304"]


def test_the_configuration_is_not_expanded_either() -> None:
    for settings in (
        ArgoSettings(pod_annotations={"note": HOSTILE}),
        ArgoSettings(tolerations=[{"key": HOSTILE}]),
        ArgoSettings(service_account=HOSTILE),
    ):
        assert codes(flow(task("start")), settings=settings) == ["FLC304"]


def test_the_configuration_names_what_argo_knows() -> None:
    assert codes(flow(task("start")), settings=ArgoSettings(pod_gc="OnSuccess")) == ["FLC314"]


def test_an_image_has_no_spaces_in_its_name() -> None:
    assert codes(step(image="train: 1")) == ["FLC314"]
    found = BACKEND.check(flow(task("start")), Options(image="train: 1"))
    assert [one.message for one in found] == ["Kubernetes takes no image like `train: 1`"]


def test_a_nested_toleration_is_no_expression() -> None:
    assert codes(step(tolerations=(literal({"key": "a", "x": {"y": {}}}),))) == []


def test_a_large_template_is_warned_of_and_an_oversized_one_refused() -> None:
    for count, code in ((12, "FLC305"), (80, "FLC306")):
        assert codes(flow(*(task(f"s{n}", doc="d" * 40_000) for n in range(count)))) == [code]


def test_ten_thousand_steps_are_not_refused() -> None:
    assert codes(linear(10_000)) == ["FLC305"]


def test_too_many_kinds_of_steps_do_not_fit() -> None:
    steps = (task(f"s{n}", retry=Retry(times=1, minutes_between=n + 1)) for n in range(300))
    assert codes(flow(*steps)) == ["FLC307"]


def nested(depth: int) -> Flow:
    block: tuple[Any, ...] = (task("leaf"),)
    for level in range(depth):
        block = (task(f"s{level}"), each(*block, join=f"j{level}", over=f"o{level}"))
    return flow(*block)


def test_nesting_ends_before_argo_ends_it() -> None:
    assert codes(nested(97)) == []
    assert codes(nested(99)) == ["FLC308"]


def test_a_loop_is_bounded_by_what_is_around_it() -> None:
    inner = each(task("m"), loop(task("b")), join="join")
    bounds = [found.message for found in BACKEND.check(flow(loop(task("a")), inner), Options())]
    assert "at most 97" in bounds[0]
    assert "at most 96" in bounds[1]


def test_a_gang_is_warned_of() -> None:
    assert codes(flow(task("start"), each(task("node"), join="join", gang=True))) == ["FLC310"]


def with_secret(secret: Secret) -> Task:
    return task("start", secrets=(secret,))


@pytest.mark.parametrize(
    "secret",
    [
        Secret(name="arn:aws:secretsmanager:eu-west-1:1:secret:warehouse"),
        Secret(name="warehouse", options=(("type", literal("aws-secrets-manager")),)),
        Secret(name="Warehouse"),
    ],
)
def test_a_secret_must_be_one_of_kubernetes(secret: Secret) -> None:
    assert codes(flow(with_secret(secret))) == ["FLC311"]


def test_a_secret_of_kubernetes_may_say_so() -> None:
    secret = Secret(name="warehouse", options=(("type", literal("kubernetes")),))
    assert codes(flow(with_secret(secret))) == []


def test_options_of_other_platforms_are_named() -> None:
    options = (
        ("batch", "queue", literal("small")),
        ("kubernetes", "compute_pool", literal("p")),
        ("kubernetes", "qos", literal("Guaranteed")),
    )
    assert codes(step(target_options=options, network="100")) == ["FLC312"] * 3


def test_a_variable_fits_into_what_linux_takes() -> None:
    config = Config(name="c", attribute="c", value=literal("x" * (128 << 10)))
    assert codes(flow(task("start"), configs=(config,))) == ["FLC313"]


def test_all_parameters_fit_into_one_variable() -> None:
    half = "x" * (65 << 10)
    parameters = (
        Parameter(name="a", attribute="a", help=half),
        Parameter(name="b", attribute="b", default=literal(half)),
    )
    assert codes(flow(task("start"), parameters=parameters[:1])) == []
    assert codes(flow(task("start"), parameters=parameters)) == ["FLC313"]


@pytest.mark.parametrize(
    "compute",
    [
        {"labels": (("team", "a b"),)},
        {"labels": (("a/b/c", "x"),)},
        {"node_selector": (("disk", "-"),)},
        {"annotations": (("a b", "x"),)},
        {"service_account": "Runner"},
        {"image_pull_secrets": ("a_b",)},
        {"volumes": (("Claim", "/mnt"),)},
        {"volumes": (("claim", "mnt"),)},
        {"tmpfs_path": "tmp"},
        {"gpu": "0.5"},
        {"image_pull_policy": "Sometimes"},
    ],
)
def test_what_kubernetes_refuses_is_refused(compute: Any) -> None:
    assert codes(step(**compute)) == ["FLC314"]


def test_what_kubernetes_takes_is_taken() -> None:
    compute = {
        "labels": (("example.com/team", "Pets-1"), ("empty", "")),
        "annotations": (("example.com/Note", "any text: 'at' all"),),
        "node_selector": (("cloud.example.com/accelerator", "l4"),),
        "gpu": "2",
        "volumes": (("features.v1", "/mnt/features"),),
    }
    assert codes(step(**compute)) == []


def test_every_finding_is_told_at_once() -> None:
    of = flow(
        task("start", compute=Compute(image=HOSTILE)),
        choice(arm(task("a", compute=Compute(gpu="0.5"))), arm(key="y")),
        task("end", secrets=(Secret(name="A"),)),
    )
    assert codes(of, name="A") == ["FLC300", "FLC304", "FLC314", "FLC311"]
