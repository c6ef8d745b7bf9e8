"""Our `dataclass` means what the standard library's does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import pytest

from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A node, as the IR has them."""

    name: str
    parts: tuple[Ours, ...] = ()
    notes: dict[str, int] = field(default_factory=dict, hash=False)
    span: int = field(default=0, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The same, by the standard library."""

    name: str
    parts: tuple[Standard, ...] = ()
    notes: dict[str, int] = field(default_factory=dict, hash=False)
    span: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Positional, hashable, with a default."""

    left: int
    right: int = 2


@dataclass(slots=True)
class Open:
    """Not frozen."""

    value: int


def test_it_has_the_fields_slots_and_match_arguments_of_the_standard_one() -> None:
    assert [f.name for f in fields(Ours)] == [f.name for f in fields(Standard)]
    assert Ours.__slots__ == Standard.__slots__
    assert Ours.__match_args__ == Standard.__match_args__
    assert Pair.__match_args__ == ("left", "right")


def test_it_is_printed_compared_and_copied_like_the_standard_one() -> None:
    ours, standard = Ours(name="a", span=3), Standard(name="a", span=3)
    assert repr(ours) == repr(standard).replace("Standard", "Ours")
    assert ours == Ours(name="a", span=4)
    assert ours != Ours(name="b")
    assert repr(ours) != repr(standard)
    assert asdict(ours) == asdict(standard)
    assert replace(ours, name="b") == Ours(name="b")
    assert copy.deepcopy(ours).span == 3
    assert pickle.loads(pickle.dumps(ours)) == ours


def test_it_is_frozen_and_hashable() -> None:
    pair = Pair(1)
    assert hash(pair) == hash(Pair(1, 2))
    assert len({pair, Pair(1), Pair(2)}) == 2
    with pytest.raises(FrozenInstanceError):
        pair.left = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del pair.left
    with pytest.raises((FrozenInstanceError, AttributeError)):
        pair.other = 3  # type: ignore[attr-defined]


def test_wrong_arguments_are_refused() -> None:
    for arguments in ({}, {"name": "a", "other": 1}):
        with pytest.raises(TypeError):
            Ours(**arguments)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Ours("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Pair()  # type: ignore[call-arg]


def test_defaults_that_can_change_are_made_for_each_instance() -> None:
    assert Ours(name="a").notes is not Ours(name="b").notes
    assert Ours(name="a", notes={"x": 1}).notes == {"x": 1}


def test_one_that_is_not_frozen_can_change_and_has_no_hash() -> None:
    value = Open(1)
    value.value = 2
    assert value == Open(2)
    with pytest.raises(TypeError):
        hash(value)
