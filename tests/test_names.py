"""Names: kebab-case, length, uniqueness, suggestions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.names import fit, kebab, suggest, unique

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("PetsFlow", "pets-flow"),
        ("HTTPFlow", "http-flow"),
        ("my_step", "my-step"),
        ("my__step_", "my-step"),
        ("Train2Flow", "train2-flow"),
        ("start", "start"),
        ("GPU", "gpu"),
    ],
)
def test_kebab_case(name: str, result: str) -> None:
    assert kebab(name) == result


def test_a_name_that_fits_is_left_alone_and_a_long_one_keeps_its_beginning() -> None:
    assert fit("train", 20) == "train"
    short = fit("train-a-model-for-every-shelter", 20)
    assert len(short) <= 20
    assert short.startswith("train-a-mod")
    assert short != fit("train-a-model-for-every-kennel", 20)


@given(st.lists(st.text(min_size=1, max_size=40), unique=True, max_size=12), st.integers(20, 63))
def test_unique_names_are_labels_and_differ(names: list[str], limit: int) -> None:
    made = unique(names, limit)
    assert list(made) == names
    assert len(set(made.values())) == len(names)
    assert all(LABEL.fullmatch(name) and len(name) <= limit for name in made.values())


@given(st.lists(st.sampled_from(["a_b", "aB", "a__b", "ab", "A_B", "start"]), unique=True))
def test_a_name_does_not_depend_on_the_order_of_the_others(names: list[str]) -> None:
    assert unique(names) == unique(sorted(names))


def test_names_that_look_alike_each_carry_their_own_digest() -> None:
    made = unique(["a_b", "aB", "start"])
    assert made["start"] == "start"
    assert all(re.fullmatch(r"a-b-[0-9a-f]{8}", made[name]) for name in ("a_b", "aB"))


def test_taken_names_are_not_given() -> None:
    assert unique(["main"], taken=["main"])["main"] != "main"


def test_suggestions() -> None:
    assert suggest("memroy", ["memory", "cpu"]) == "memory"
    assert suggest("MEMORY", ["memory", "cpu"]) == "memory"
    assert suggest("use_spot", ["memory", "cpu"]) is None
    assert suggest("x", []) is None


def test_names_of_other_scripts_stay_apart() -> None:
    assert kebab("CaféFlow") == "cafe-flow"
    assert kebab("GrößeFlow") != kebab("GrüßeFlow")
    assert kebab("数据Flow") != kebab("模型Flow")
