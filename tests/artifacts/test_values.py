"""Values are the same after they were saved and loaded, whatever form their refs have."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import math
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore
from tests.artifacts.keep import as_recorded, kept
from tests.artifacts.same import same

FLOATS = st.floats() | st.sampled_from([-0.0, 5e-324, 1e308, float("-nan")])
TEXTS = st.text(st.characters()) | st.text(st.characters(categories=["Cs"]), max_size=4)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**53, 2**53 + 1, -(2**63), 10**400])
    | FLOATS
    | TEXTS
    | st.binary()
)
HASHABLE = SCALARS | st.complex_numbers() | st.dates() | st.decimals(allow_nan=False) | st.uuids()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(TEXTS, inner)
        | st.dictionaries(st.integers() | st.tuples(TEXTS), inner)
        | st.tuples(inner, inner)
        | st.sets(HASHABLE)
        | st.frozensets(HASHABLE)
    ),
    max_leaves=30,
)


class Color(enum.Enum):
    RED = 1


class Point(NamedTuple):
    x: float
    y: float


@dataclass
class Model:
    name: str
    weights: list[float] = field(default_factory=list)
    parent: Model | None = None


class Text(str):
    __slots__ = ()


class Slots:
    __slots__ = ("a",)

    def __init__(self) -> None:
        self.a = 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slots) and other.a == self.a

    __hash__ = None  # type: ignore[assignment]


OTHERS = [
    Color.RED,
    Point(1.0, float("inf")),
    Model("m", [1.5], Model("p")),
    Text("a"),
    Slots(),
    True,
    decimal.Decimal("1.10"),
    Fraction(1, 3),
    dt.datetime(2026, 2, 28, 1, 2, 3, 4, tzinfo=dt.UTC),
    dt.timedelta(days=-1, microseconds=1),
    UUID(int=5),
    PurePosixPath("a/b"),
    range(3),
    slice(1, None),
    bytearray(b"abc"),
    bytearray(9 << 20),
    b"",
    b"x" * 4096,
    b"x" * 4097,
    b"y" * (17 << 20),
    "t" * 5000,
    "é" * (5 << 20),
    list(range(5000)),
    {"a": "b" * 4090},
    int,
    math.sin,
    Ellipsis,
    NotImplemented,
]


@given(VALUES)
def test_a_value_is_kept(shared: FolderStore, value: object) -> None:
    assert same(kept(shared, value), value)


@pytest.mark.parametrize("value", OTHERS, ids=lambda value: f"{type(value).__name__}")
def test_a_value_of_another_class_is_kept(store: FolderStore, value: object) -> None:
    assert same(kept(store, value), value)


@pytest.mark.parametrize(
    "value",
    [None, False, 0, -(2**53), 1.5, -0.0, 1e300, "", "é 🦊\n", [], {}, [[1, {"a": [None, "x"]}]]],
)
def test_what_is_small_and_plain_can_be_read_in_the_record(
    store: FolderStore, value: object
) -> None:
    ref = save(store, "Flow", value, "x")
    assert ref == {"json": value, "type": type(value).__name__}
    assert list(store.walk("")) == []


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("-inf"),
        [1, float("inf")],
        2**53 + 1,
        "\ud83e\udd8a",
        {"\ud800": 1},
        (1, 2),
        {1: 2},
        {None: 1},
        Text("a"),
        [Text("a")],
        {Text("a"): 1},
        Color.RED,
    ],
    ids=repr,
)
def test_what_json_would_change_is_pickled(store: FolderStore, value: object) -> None:
    assert isinstance(save(store, "Flow", value, "x")["pickle"], str)
    assert same(kept(store, value), value)


def test_what_is_small_is_in_the_record_and_what_is_not_is_a_blob(store: FolderStore) -> None:
    small = save(store, "Flow", b"x" * 4096, "x")
    large = save(store, "Flow", b"x" * 4097, "x")
    pickled = save(store, "Flow", "x" * 5000, "x")
    assert (set(small), small["type"]) == ({"bytes", "type"}, "bytes")
    assert (large["bytes"]["parts"], large["size"]) == ([4097], 4097)
    assert pickled["type"] == "str"
    assert pickled["size"] == sum(pickled["pickle"]["parts"]) > 5000
    assert len(list(store.walk("Flow/blobs"))) == 2


def test_the_type_is_named_with_its_module(store: FolderStore) -> None:
    names = [save(store, "Flow", value, "x")["type"] for value in (1, {2}, Model("m"), Color.RED)]
    assert names == ["int", "set", f"{__name__}.Model", f"{__name__}.Color"]


def test_what_is_shared_stays_shared(store: FolderStore) -> None:
    inner: list[int] = []
    one, other = kept(store, [inner, inner])
    assert one is other
    one, other = kept(store, [[], []])
    assert one is not other


def test_a_value_may_contain_itself(store: FolderStore) -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    found = kept(store, loop)
    assert found[0] == 1
    assert found[1] is found
    ring: dict[str, Any] = {}
    ring["self"] = {"up": ring}
    found = kept(store, ring)
    assert found["self"]["up"] is found


def test_what_is_nested_deeper_than_readers_of_json_follow_is_pickled(store: FolderStore) -> None:
    nested: list[Any] = []
    for _ in range(200):
        nested = [nested]
    assert "pickle" in save(store, "Flow", nested, "x")
    assert same(kept(store, nested), nested)


def test_a_ref_does_not_change_with_the_value(store: FolderStore) -> None:
    value = {"a": [1]}
    ref = save(store, "Flow", value, "x")
    value["a"].append(2)
    assert ref["json"] == {"a": [1]}


def test_a_loaded_value_does_not_change_the_ref(store: FolderStore) -> None:
    ref = as_recorded(save(store, "Flow", {"a": [1]}, "x"))
    load(store, "Flow", ref, "x")["a"].append(2)
    assert load(store, "Flow", ref, "x") == {"a": [1]}


def test_a_text_of_which_the_record_would_be_long_is_pickled(store: FolderStore) -> None:
    assert "pickle" in save(store, "Flow", "\x00" * 1000, "x")
    assert "json" in save(store, "Flow", "x" * 4094, "x")
    assert "pickle" in save(store, "Flow", "x" * 4095, "x")
