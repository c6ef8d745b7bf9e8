"""Values of every kind, saved as a task saves them, and read as a notebook reads them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flowc.client import Run, Task
from runtime_shim.artifacts.encode import save
from runtime_shim.errors import ArtifactError, StoreError
from tests.client.building import Builder

pd: Any = pytest.importorskip("pandas")


def saved(builder: Builder, **values: object) -> Task:
    """Return a task that has `values` as its artifacts."""
    builder.run("1")
    refs = {name: save(builder.store, builder.flow, value, name) for name, value in values.items()}
    builder.done("1/start/0", refs)
    return Task("TrainFlow/1/start/0")


@pytest.mark.parametrize(
    "value", [None, 1, "text", [1, {"a": None}], {1, 2}, (1, 2), b"bytes", b"x" * 10_000, 1e300]
)
def test_plain_values_come_back(empty: Builder, value: Any) -> None:
    data = saved(empty, x=value).data
    assert data.x == value
    assert type(data.x) is type(value)


def test_arrays_and_tables_come_back(empty: Builder) -> None:
    array = np.arange(100_000, dtype="float32").reshape(100, 1000)
    table = pd.DataFrame({"a": range(10_000), "b": ["x"] * 10_000})
    task = saved(empty, array=array, table=table)
    assert np.array_equal(task.data.array, array)
    pd.testing.assert_frame_equal(task.data.table, table)
    assert task["array"].size >= array.nbytes
    assert task["array"].type == "numpy.ndarray"
    assert task["table"].type.endswith(".DataFrame")
    assert len(task["array"].sha) == 64


def test_a_value_that_is_changed_here_is_unchanged_in_the_store(empty: Builder) -> None:
    data = saved(empty, xs=[1, 2], array=np.zeros(100_000)).data
    data.xs.append(3)
    data.array[:] = 1
    assert data.xs == [1, 2]
    assert data.array.sum() == 0


def test_a_value_that_is_gone_from_the_store_is_named_with_its_task(empty: Builder) -> None:
    task = saved(empty, array=np.zeros(100_000))
    for key, _, _ in list(empty.store.walk("TrainFlow/blobs")):
        empty.store.delete(key)
    with pytest.raises(StoreError, match="`array` of `TrainFlow/1/start/0` cannot be loaded"):
        _ = task.data.array


def test_a_value_whose_class_is_gone_is_named_with_its_task(empty: Builder) -> None:
    empty.run("1")
    ref = {"pickle": "gAJjbm93aGVyZV9hdF9hbGwKTW9kZWwKKYEu", "type": "Model"}
    empty.done("1/start/0", {"model": ref})
    with pytest.raises(ArtifactError, match="`model` of `TrainFlow/1/start/0` cannot be loaded"):
        _ = Run("TrainFlow/1")["start"]["0"].data.model
