"""Data of pandas and Arrow is kept, and what is large in it stands beside the pickle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from runtime_shim.artifacts.encode import save
from runtime_shim.store.folder import FolderStore
from tests.artifacts.keep import kept

ROWS = 20_000


def frame() -> pd.DataFrame:
    """Return a frame with columns of many kinds."""
    numbers = np.arange(ROWS)
    return pd.DataFrame(
        {
            "int": numbers,
            "float": numbers / 7,
            "text": [f"text {number}" for number in numbers],
            "object": pd.Series([None, (1, 2), "x", 1.5] * (ROWS // 4), dtype=object),
            "time": pd.date_range("2020", periods=ROWS, freq="h"),
            "zone": pd.date_range("2020", periods=ROWS, freq="h", tz="Europe/Berlin"),
            "delta": pd.to_timedelta(numbers, unit="s"),
            "category": pd.Categorical(numbers % 5),
            "bool": numbers % 2 == 0,
            "nullable": pd.array([1, None] * (ROWS // 2), dtype="Int64"),
            "arrow": pd.Series(numbers, dtype="int32[pyarrow]"),
            "small": numbers.astype("i1"),
        }
    ).set_index("zone")


def assert_same(found: pd.DataFrame, value: pd.DataFrame) -> None:
    assert type(found) is type(value)
    assert found.equals(value)
    assert found.dtypes.equals(value.dtypes)
    assert found.index.identical(value.index)
    assert found.columns.identical(value.columns)


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole,
        lambda whole: whole.iloc[::3],
        lambda whole: whole.iloc[5:-5],
        lambda whole: whole[["text", "float", "int"]],
        lambda whole: whole.iloc[:0],
        lambda whole: pd.concat([whole, whole]),
        lambda whole: whole[["int", "float"]].head(200).T,
        lambda whole: whole.set_index(["text", "category"]),
    ],
    ids=["whole", "strided", "sliced", "columns", "empty", "twice", "turned", "index"],
)
def test_a_frame_is_kept(store: FolderStore, change: Any) -> None:
    value = change(frame())
    assert_same(kept(store, value), value)


def test_each_column_is_kept(store: FolderStore) -> None:
    whole = frame()
    for name in whole:
        found = kept(store, whole[name])
        assert found.equals(whole[name])
        assert found.dtype == whole[name].dtype
    assert kept(store, whole.index).identical(whole.index)


def test_a_frame_is_stored_beside_its_pickle(store: FolderStore) -> None:
    whole = frame().drop(columns="object")
    head, *buffers = save(store, "Flow", whole, "x")["pickle"]["parts"]
    assert head < 100_000
    assert sum(buffers) > 0.9 * whole.memory_usage().sum()


def test_columns_of_texts_are_stored_from_where_they_are(store: FolderStore) -> None:
    whole = pd.Series([f"text {number}" for number in range(ROWS)], dtype="str")
    part = whole.iloc[: ROWS // 10]
    sizes = [sum(save(store, "Flow", value, "x")["pickle"]["parts"]) for value in (whole, part)]
    assert sizes[1] < sizes[0] / 5
    assert kept(store, part).equals(part)


def test_tables_of_arrow_are_kept(store: FolderStore) -> None:
    table = pa.Table.from_pandas(frame().drop(columns="object"))
    chunked = pa.concat_tables([table, table.slice(3, 100)])
    for value in (table, chunked, table.slice(5, 7), table.schema, table["float"], pa.array([1])):
        assert kept(store, value).equals(value)
    batch = table.to_batches()[0]
    assert kept(store, batch).equals(batch)


def test_an_arrow_table_stands_beside_its_pickle(store: FolderStore) -> None:
    table = pa.table({"a": np.arange(100_000.0), "b": [f"text {n}" for n in range(100_000)]})
    head, *buffers = save(store, "Flow", table, "x")["pickle"]["parts"]
    assert head < 2000
    assert sum(buffers) >= table.nbytes
