"""Reads and writes the records of runs and tasks, as `runtime_shim.protocol` describes them."""

from __future__ import annotations

import json

from runtime_shim import layout
from runtime_shim.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.store.base import Store

    Record = dict[str, Any]


def dump(record: Record) -> bytes:
    """Return a record as it is stored: JSON on one line, readable by a person."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()


def parse(data: bytes, key: str) -> Record:
    """Return the record that `data` holds; raises StoreError, naming `key`, if it holds none."""
    try:
        record = json.loads(data)
    except ValueError as error:
        raise StoreError(f"the record `{key}` is damaged: {error}") from error
    if not isinstance(record, dict):
        raise StoreError(f"the record `{key}` is damaged: it is no object")
    return record


def read(store: Store, key: str) -> Record | None:
    """Return the record under `key`, None if there is none."""
    return read_many(store, [key])[0]


def read_many(store: Store, keys: Sequence[str]) -> list[Record | None]:
    """Return the record under each key, None where there is none."""
    found = store.read_many(keys)
    return [
        None if data is None else parse(data, key) for key, data in zip(keys, found, strict=True)
    ]


def create(store: Store, key: str, record: Record) -> bool:
    """Make a record unless there is one; say whether this call made it."""
    return store.create(key, dump(record))


def read_manifest(store: Store, flow: str, run: str, step: str, task: str) -> Record | None:
    """Return a task's manifest, None if the task is not done."""
    return read_manifests(store, [layout.manifest(flow, run, step, task)])[0]


def read_manifests(store: Store, keys: Sequence[str]) -> list[Record | None]:
    """Return the manifest under each key, None where the task is not done."""
    found = read_many(store, keys)
    for key, record in zip(keys, found, strict=True):
        shown = layout.TASK_FORMAT if record is None else record.get("format")
        if shown != layout.TASK_FORMAT:
            raise StoreError(
                f"`{key}` has the format {shown!r}; this flowc reads {layout.TASK_FORMAT}"
            )
    return found


def create_run(store: Store, record: Record) -> bool:
    """Make the record of a run and list the run; say whether this call made it.

    The record comes first: an entry of the list without a record is passed over by readers, and a
    record without an entry is listed by whoever finds it here again.
    """
    flow, run = record["flow"], record["run"]
    made = create(store, layout.run_record(flow, run), record)
    created = record["created"]
    if not made:
        there = read(store, layout.run_record(flow, run))
        created = there["created"] if there else created
    store.create(layout.recent_entry(flow, run, created), b"")
    return made
