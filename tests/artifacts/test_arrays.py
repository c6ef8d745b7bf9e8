"""Arrays keep their dtype, shape and items; large ones are stored beside the pickle, uncopied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore
from tests.artifacts.keep import kept
from tests.artifacts.same import same, same_arrays

Array = np.ndarray[Any, Any]
DTYPES = [
    *"?bBhHiIlLqQefdgFDG",
    ">f8",
    "<u2",
    ">M8[ns]",
    "M8[D]",
    "m8[us]",
    "S7",
    "U5",
    ">U5",
    "V3",
    np.dtype([("a", ">i4"), ("b", "M8[s]"), ("c", "f8", (2, 2))]),
    np.dtype([("a", "i1"), ("b", "f8")], align=True),
    np.dtype({"names": ["a"], "formats": ["i2"], "offsets": [6], "itemsize": 16}),
]
LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "C": lambda array: array,
    "Fortran": np.asfortranarray,
    "transposed": lambda array: array.transpose(1, 0, 2),
    "strided": lambda array: array[:, ::2],
    "backwards": lambda array: array[::-1, :, ::-1],
    "small and strided": lambda array: array[:, :, 3],
    "repeated": lambda array: np.broadcast_to(array[:1], array.shape),
    "one dimension": np.ravel,
    "flat and strided": lambda array: array.ravel()[::3],
}


def filled(dtype: Any, shape: tuple[int, ...]) -> Array:
    """Return an array of noise."""
    kind = np.dtype(dtype)
    size = int(np.prod(shape))
    if kind.kind == "?":
        return np.asarray(np.random.default_rng(1).random(shape) < 0.5)
    if kind.kind == "U":
        texts = np.random.default_rng(1).integers(0x20, 0xD7FF, size * 5, dtype="u4")
        wide: Any = texts.astype(kind.byteorder + "u4")
        return np.asarray(wide.view(kind).reshape(shape))
    return np.frombuffer(np.random.default_rng(1).bytes(size * kind.itemsize), kind).reshape(shape)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_an_array_is_kept(store: FolderStore, dtype: Any, layout: str) -> None:
    array = LAYOUTS[layout](filled(dtype, (20, 50, 101)))
    found = kept(store, array)
    assert same_arrays(found, array)
    assert found.flags.f_contiguous >= array.flags.f_contiguous
    assert found.flags.c_contiguous >= array.flags.c_contiguous


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"small and strided"}))
@pytest.mark.parametrize("dtype", ["f8", "M8[ns]", DTYPES[-1]], ids=str)
def test_a_large_array_stands_beside_the_pickle(
    store: FolderStore, dtype: Any, layout: str
) -> None:
    array = LAYOUTS[layout](filled(dtype, (20, 50, 101)))
    head, content = save(store, "Flow", array, "x")["pickle"]["parts"]
    assert head < 1000
    assert content == array.nbytes


@given(
    hnp.arrays(
        hnp.scalar_dtypes() | hnp.array_dtypes() | hnp.nested_dtypes(),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=6),
    ),
    st.booleans(),
)
def test_any_small_array_is_kept(shared: FolderStore, array: Array, turned: bool) -> None:
    array = array.T if turned else array
    assert same(kept(shared, array), array)


@pytest.mark.parametrize(
    "array",
    [
        np.array(None),
        np.array([1, "a", None, [2]], dtype=object),
        np.array(["a", "é" * 100] * 5000, dtype=np.dtypes.StringDType()),
        np.array([{"x": np.arange(3)}] * 3, dtype=object),
        np.zeros((0, 5)),
        np.empty((4, 0), dtype=">M8[ms]"),
        np.zeros(100_000, dtype="V0"),
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_arrays_of_objects_are_kept(store: FolderStore, array: Array) -> None:
    assert same(kept(store, array), array)


def test_scalars_of_numpy_are_kept(store: FolderStore) -> None:
    for scalar in (
        np.float64("nan"),
        np.int8(-1),
        np.datetime64("NaT"),
        np.str_("a"),
        np.void(b"ab"),
    ):
        found = kept(store, scalar)
        assert type(found) is type(scalar)
        assert np.asarray(found).tobytes() == np.asarray(scalar).tobytes()


def test_subclasses_are_kept(store: FolderStore) -> None:
    masked = np.ma.masked_array(np.arange(50_000.0), np.arange(50_000) % 3 == 0)
    found = kept(store, masked)
    assert type(found) is type(masked)
    assert same_arrays(found.data, masked.data)
    assert same_arrays(np.asarray(found.mask), np.asarray(masked.mask))
    records = np.zeros(30_000, dtype=[("a", "f8")]).view(np.recarray)
    assert type(kept(store, records)) is np.recarray


def test_a_loaded_array_can_be_written_to_if_it_could(store: FolderStore) -> None:
    array = filled("f8", (100, 100)).copy()
    found = kept(store, array)
    found[3] = 0
    assert not same_arrays(found, array)
    array.flags.writeable = False
    assert not kept(store, array).flags.writeable


def test_an_array_that_is_there_twice_is_stored_once(store: FolderStore) -> None:
    array = filled("f8", (300, 300))
    strided = filled("f8", (300, 600))[:, ::2]
    ref = save(store, "Flow", [array, strided, {"a": array, "b": strided}], "x")
    assert ref["pickle"]["parts"][1:] == [array.nbytes, strided.nbytes]
    one, two, both = load(store, "Flow", ref, "x")
    assert both["a"] is one
    assert both["b"] is two


def test_very_many_arrays_make_no_long_record(store: FolderStore) -> None:
    arrays = [np.full((128, 64), number, dtype="f8") for number in range(1200)]
    arrays[1100] = np.arange(64 * 256.0).reshape(64, 256)[:, ::2]
    ref = save(store, "Flow", arrays, "x")
    assert len(ref["pickle"]["parts"]) <= 1002
    assert same(load(store, "Flow", ref, "x"), arrays)


def test_what_lies_between_fields_is_not_kept(store: FolderStore) -> None:
    array = filled(DTYPES[-1], (30_000,))
    ref = save(store, "Flow", array[::2], "x")
    _, content = store.parts("Flow/blobs", ref["pickle"])
    assert not np.frombuffer(content, "u1").reshape(-1, 16)[:, :6].any()


def test_one_item_larger_than_a_slab_is_kept(store: FolderStore) -> None:
    huge = filled("V1500000", (6,))[::2]
    wide = filled("f8", (4, 300_000))[::2, ::2]
    assert same_arrays(kept(store, huge), huge)
    assert same_arrays(kept(store, wide), wide)
