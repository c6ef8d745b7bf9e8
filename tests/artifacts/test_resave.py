"""A loaded artifact is stored again if it was changed, in whatever way, and only then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from runtime_shim.artifacts import changes
from runtime_shim.artifacts.decode import load, load_tracked
from runtime_shim.artifacts.encode import resave, save
from runtime_shim.failures import TimeoutException
from runtime_shim.store.folder import FolderStore
from tests.artifacts.keep import as_recorded
from tests.artifacts.same import same
from tests.store.blob import key

# More than a chunk, so that they are mapped.
LARGE = 3 << 20


def array() -> Any:
    return np.arange(LARGE, dtype="f8").reshape(1024, -1)


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "a": np.arange(LARGE // 2),
            "b": np.arange(LARGE // 2) / 3,
            "t": np.arange(LARGE // 2).astype("M8[s]"),
            "s": pd.Series(["x"] * (LARGE // 2), dtype="str"),
            "c": pd.Categorical(np.arange(LARGE // 2) % 3),
        }
    )


class Model:
    def __init__(self) -> None:
        self.name = "m"
        self.layers = [array(), array() + 1]
        self.note = {"a": [1, 2]}


class Late:
    def __reduce__(self) -> Any:
        raise TimeoutException


def again(store: FolderStore, value: object, change: Callable[[Any], object]) -> tuple[Any, ...]:
    """Save, load, change and save again; return both refs, and the value as it then was."""
    ref = as_recorded(save(store, "Flow", value, "x"))
    loaded, how = load_tracked(store, "Flow", ref, "x")
    change(loaded)
    return ref, resave(store, "Flow", loaded, "x", how), loaded


def nothing(value: object) -> None:
    """Change nothing."""


def read_all(value: Any) -> None:
    value.sum()
    value.copy()
    (value[::7] * 2).mean()


UNCHANGED: list[tuple[Callable[[], Any], Callable[[Any], object]]] = [
    (lambda: 1, nothing),
    (lambda: "x" * 10_000, nothing),
    (lambda: b"x" * (20 << 20), nothing),
    (lambda: [1, {"a": None}], nothing),
    (lambda: {1: (2, 3)}, nothing),
    (lambda: list(range(100_000)), nothing),
    (array, nothing),
    (array, read_all),
    (lambda: array()[:10], read_all),
    (lambda: array().T, read_all),
    (lambda: {"a": array(), "b": [array() + 1]}, lambda value: value["a"].sum()),
    (frame, nothing),
    (frame, lambda value: (value.describe(), value.groupby("c", observed=True)["b"].sum())),
    (lambda: pa.table({"a": np.arange(LARGE)}), lambda value: value.to_pandas()),
    (Model, lambda value: value.layers[0].max()),
]


@pytest.mark.parametrize(("make", "change"), UNCHANGED)
def test_what_was_only_read_keeps_its_ref(
    store: FolderStore, make: Callable[[], Any], change: Callable[[Any], object]
) -> None:
    ref, found, _ = again(store, make(), change)
    assert found is ref


@pytest.mark.skipif(sys.platform != "linux", reason="pages are told of by Linux")
@pytest.mark.parametrize("make", [array, frame, Model, lambda: pa.table({"a": np.arange(LARGE)})])
def test_what_is_mapped_is_not_read_to_see_that(
    store: FolderStore, make: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = save(store, "Flow", make(), "x")
    value, how = load_tracked(store, "Flow", ref, "x")
    monkeypatch.setattr(FolderStore, "sink", None)
    assert resave(store, "Flow", value, "x", how) is ref


def write_through_a_view(value: Any) -> None:
    view = value[5:9, ::2].T
    view[0, 0] = -1


def write_through_memory(value: Any) -> None:
    memoryview(value).cast("B").cast("d")[77] = -1


def replace_layer(value: Model) -> None:
    value.layers[1] = value.layers[1] + 1


def swap(value: dict[str, Any]) -> None:
    value["a"], value["b"] = value["b"], value["a"]


def set_bit(value: Any) -> None:
    value.view("u1").reshape(-1)[-1] ^= 1


CHANGED: list[tuple[Callable[[], Any], Callable[[Any], object]]] = [
    (lambda: [1, {"a": None}], lambda value: value[1].update(a=0)),
    (lambda: [1], lambda value: value.__setitem__(0, True)),
    (lambda: [1], lambda value: value.__setitem__(0, 1.0)),
    (lambda: {"a": 1, "b": 2}, lambda value: value.update(a=value.pop("a"))),
    (lambda: {1: (2, [3])}, lambda value: value[1][1].append(4)),
    (lambda: list(range(100_000)), lambda value: value.append(1)),
    (lambda: bytearray(9 << 20), lambda value: value.__setitem__(5, 5)),
    (lambda: array()[:10], lambda value: value.fill(0)),
    (array, lambda value: value.__setitem__((3, 4), -1)),
    (array, set_bit),
    (array, lambda value: value[::-1].sort(axis=0)),
    (array, lambda value: np.negative(value, out=value)),
    (array, write_through_a_view),
    (array, write_through_memory),
    (array, lambda value: setattr(value, "shape", (-1,))),
    (array, lambda value: setattr(value, "dtype", np.dtype("i8"))),
    (lambda: array().T, lambda value: value.__setitem__((3, 4), -1)),
    (lambda: {"a": array(), "b": array() + 1}, lambda value: value["b"].__setitem__((0, 0), 7)),
    (lambda: {"a": array(), "b": array() + 1}, swap),
    (lambda: {"a": array(), "b": array() + 1}, lambda value: value.pop("a")),
    (lambda: {"a": array()}, lambda value: value.update(a=value["a"][:, ::2])),
    (lambda: {"a": array()}, lambda value: value.update(a=value["a"][512:])),
    (lambda: {"a": array()}, lambda value: value.update(c=np.zeros(3))),
    (lambda: {"a": array(), "n": np.zeros(3)}, lambda value: value["n"].fill(1)),
    (frame, lambda value: value.__setitem__("new", 1)),
    (frame, lambda value: value.__delitem__("a")),
    (frame, lambda value: value.__setitem__("a", value["a"] + 1)),
    (frame, lambda value: value.loc.__setitem__((5, "b"), 0.5)),
    (frame, lambda value: value.iloc.__setitem__((7, 3), "other")),
    (frame, lambda value: value.iloc.__setitem__((7, 2), pd.Timestamp("2026-01-01"))),
    (frame, lambda value: setattr(value, "columns", list("zbtsc"))),
    (frame, lambda value: setattr(value, "index", value.index[::-1])),
    (frame, lambda value: value.attrs.update(note=1)),
    (Model, lambda value: value.note["a"].append(3)),
    (Model, lambda value: value.layers[0].__setitem__((0, 0), 5)),
    (Model, replace_layer),
    (Model, lambda value: value.layers.reverse()),
]


@pytest.mark.parametrize(("make", "change"), CHANGED)
def test_what_was_changed_is_stored(
    store: FolderStore, make: Callable[[], Any], change: Callable[[Any], object]
) -> None:
    ref, found, value = again(store, make(), change)
    assert found != ref or str(found) != str(ref)
    assert is_same(load(store, "Flow", found, "x"), value)
    assert not is_same(load(store, "Flow", ref, "x"), value)


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame):
        return bool(one.equals(other)) and one.attrs == other.attrs
    if isinstance(one, Model):
        return same(vars(one), vars(other))
    return same(one, other)


def test_what_was_changed_and_changed_back_keeps_its_ref(store: FolderStore) -> None:
    def flip_twice(value: Any) -> None:
        set_bit(value)
        set_bit(value)

    ref, found, _ = again(store, array(), flip_twice)
    assert found is ref


def test_what_is_gone_from_the_store_is_stored_again(store: FolderStore) -> None:
    ref = save(store, "Flow", frame(), "x")
    value, how = load_tracked(store, "Flow", ref, "x")
    Path(store.path(key(ref["pickle"]))).unlink()
    value.attrs["note"] = 1
    found = resave(store, "Flow", value, "x", how)
    assert load(store, "Flow", found, "x").attrs == {"note": 1}


def test_the_end_of_a_steps_time_is_not_taken_for_a_change(store: FolderStore) -> None:
    ref = save(store, "Flow", Model(), "x")
    value, how = load_tracked(store, "Flow", ref, "x")
    value.late = Late()
    with pytest.raises(TimeoutException):
        resave(store, "Flow", value, "x", how)


def test_another_value_is_stored_whatever_it_is(store: FolderStore) -> None:
    ref = save(store, "Flow", 1, "x")
    _, how = load_tracked(store, "Flow", ref, "x")
    assert resave(store, "Flow", 2, "x", how) == {"json": 2, "type": "int"}


@pytest.mark.parametrize("make", [array, frame, Model])
def test_without_knowledge_of_pages_digests_tell(
    store: FolderStore, make: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_is_clean", lambda buffer, part: False)
    value = make()
    ref = save(store, "Flow", value, "x")
    loaded, how = load_tracked(store, "Flow", ref, "x")
    found = resave(store, "Flow", loaded, "x", how)
    assert found["pickle"]["parts"][1:] == ref["pickle"]["parts"][1:]
    once, how = load_tracked(store, "Flow", found, "x")
    assert resave(store, "Flow", once, "x", how) is found


def test_pages_that_were_swapped_out_count_as_written_to() -> None:
    untouched = [0, 0x20, 0x80 | 0x20, 0x80 | 0x20 | 1, 0x40 | 0x20, 1]
    own = [0x80, 0x80 | 1, 0x40, 0x40 | 1]

    def entries(highest: list[int]) -> bytes:
        order = [0xFF] * 7
        return b"".join(bytes([*order, byte]) for byte in highest)

    assert not changes._own_pages(entries(untouched))
    for bits in own:
        assert changes._own_pages(entries([*untouched, bits]))
