"""Compute: what decorators ask for alone, and together."""

from __future__ import annotations

import pytest

from compiler.ir.settings import Compute, Secret, literal
from compiler.language.decorators import step_settings
from compiler.language.values import Call, Unknown
from tests.language.calls import call, codes, variable


def compute(*calls: Call) -> Compute:
    settings, found = step_settings(calls)
    assert found == ()
    return settings.compute


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (2, 4, "4"),
        (4, 2, "4"),
        (0.5, "0.25", "0.5"),
        ("8", 8, "8"),
        (None, 3, "3"),
        (3, None, "3"),
        (None, None, None),
        (10**20, 1, str(10**20)),
    ],
)
def test_of_two_numbers_the_larger_counts_and_none_yields(
    one: object, other: object, result: str | None
) -> None:
    for first, second in (("resources", "kubernetes"), ("batch", "resources")):
        assert compute(call(first, cpu=one), call(second, cpu=other)).cpu == result


def test_numbers_are_plain_decimal_text() -> None:
    asked = compute(call("resources", cpu=1e-1, memory="16000.0", disk=2.50))
    assert (asked.cpu, asked.memory, asked.disk) == ("0.1", "16000", "2.5")


def test_nothing_is_asked_for_that_nobody_asked_for() -> None:
    assert compute(call("kubernetes"), call("resources"), call("batch")) == Compute()


def test_titus_asks_for_network() -> None:
    asked = compute(call("titus", cpu=4, gpu=1, memory=16000, network=1000))
    assert asked == Compute(cpu="4", gpu="1", memory="16000", network="1000")


def test_kubernetes_fields_that_the_ir_has_are_used() -> None:
    asked = compute(
        call(
            "kubernetes",
            node_selector="zone=a, kind=gpu",
            tolerations=[{"key": "gpu", "operator": "Exists", "toleration_seconds": 5}],
            labels={"team": "pets", "size": 3},
            annotations={"note": None},
            persistent_volume_claims={"features": "/mnt/features"},
            image_pull_secrets=["registry"],
            tmpfs_size=500,
            gpu=0,
        )
    )
    assert asked.node_selector == (("zone", "a"), ("kind", "gpu"))
    assert asked.tolerations == (
        literal({"key": "gpu", "operator": "Exists", "tolerationSeconds": 5}),
    )
    assert asked.labels == (("team", "pets"), ("size", "3"))
    assert asked.annotations == (("note", ""),)
    assert asked.volumes == (("features", "/mnt/features"),)
    assert asked.image_pull_secrets == ("registry",)
    assert asked.tmpfs
    assert asked.tmpfs_size == "500"
    assert asked.gpu == "0"


def test_what_one_target_alone_knows_is_kept_for_it() -> None:
    asked = compute(
        call("batch", queue="small", efa=2, host_volumes=["/data"]),
        call("kubernetes", compute_pool="gpu", security_context={"run_as_user": 1000}),
    )
    assert asked.target_options == (
        ("batch", "queue", literal("small")),
        ("batch", "efa", literal(2)),
        ("batch", "host_volumes", literal(["/data"])),
        ("kubernetes", "compute_pool", literal("gpu")),
        ("kubernetes", "security_context", literal({"run_as_user": 1000})),
    )


def test_secrets_of_a_pod_are_secrets_of_the_step() -> None:
    settings, found = step_settings([call("kubernetes", secrets="one, two")])
    assert found == ()
    assert settings.secrets == (Secret(name="one"), Secret(name="two"))
    assert settings.compute == Compute()


def test_texts_and_entries_that_agree_merge() -> None:
    asked = compute(
        call("kubernetes", image="a", labels={"x": "1"}), call("batch", image="a", queue="q")
    )
    assert asked.image == "a"
    assert asked.labels == (("x", "1"),)


def test_texts_that_differ_are_reported_with_both_decorators() -> None:
    _, found = step_settings([call("kubernetes", image="a"), call("batch", image="b")])
    assert codes(found) == ["FLC159"]
    assert found[0].message == "`image` is `a` for `@kubernetes` and `b` for `@batch`"


def test_an_image_from_an_unset_variable_is_the_default() -> None:
    assert compute(call("batch", image=variable("IMAGE"))).image is None


def test_an_image_from_a_variable_is_its_value() -> None:
    assert compute(call("batch", image=variable("IMAGE", "acme/train:3"))).image == "acme/train:3"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"memory": "lots"}, "FLC152"),
        ({"cpu": True}, "FLC152"),
        ({"cpu": float("nan")}, "FLC152"),
        ({"cpu": [1]}, "FLC152"),
        ({"image": {"name": "a"}}, "FLC152"),
        ({"labels": ["a"]}, "FLC152"),
        ({"labels": {"a": True}}, "FLC152"),
        ({"labels": b"a"}, "FLC152"),
        ({"image_pull_secrets": [1]}, "FLC152"),
        ({"use_tmpfs": "perhaps"}, "FLC152"),
        ({"tolerations": {"key": "a"}}, "FLC152"),
        ({"tolerations": [{"kye": "a"}]}, "FLC156"),
        ({"cpu": 0}, "FLC156"),
        ({"memory": -1}, "FLC156"),
        ({"gpu": 1.5}, "FLC156"),
        ({"gpu_vendor": "acme"}, "FLC156"),
        ({"qos": "Best"}, "FLC156"),
        ({"image": Unknown(reason="it depends")}, "FLC153"),
        ({"labels": {"a": Unknown(reason="it depends")}}, "FLC153"),
        ({"memroy": 1}, "FLC150"),
        ({"**": Unknown(reason="it depends")}, "FLC153"),
    ],
)
def test_what_cannot_be_used_is_reported(arguments: dict[str, object], code: str) -> None:
    _, found = step_settings([call("kubernetes", **arguments)])
    assert codes(found) == [code]
    assert found[0].help
