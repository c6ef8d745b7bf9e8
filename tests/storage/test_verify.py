"""Everything a run refers to is read, and what is damaged is named by artifact, task and object."""

from __future__ import annotations

import random
from typing import Any

import pytest

from compiler.storage.verify import Damage, find_checks, manifests_of, run_checks
from runtime_shim import layout
from runtime_shim.store.chunks import CHUNK
from tests.storage.filling import BLOBS, FLOW, Filler

MODEL, OTHER = random.Random(1).randbytes(10_000), random.Random(2).randbytes(10_000)
LARGE = random.Random(3).randbytes(CHUNK + 1000)


def damages(filler: Filler, *place: str) -> list[Damage]:
    manifests = manifests_of(filler.store, FLOW, *place)
    checks, found = find_checks(filler.store, manifests)
    found += [damage for _, damage in run_checks(filler.store, FLOW, checks) if damage]
    return found


def damage(filler: Filler, key: str) -> None:
    """Change one bit in the middle of an object."""
    content = filler.store.read(key)
    middle = len(content) // 2
    filler.store.write(key, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def key_of(filler: Filler, model: bytes) -> str:
    (key,) = filler.store.blob_keys(BLOBS, filler.save(model)["bytes"])
    return str(key)


@pytest.fixture
def filled(filler: Filler) -> Filler:
    filler.run("1", MODEL)
    filler.done("1/train/0", LARGE)
    filler.done("1/train/1", MODEL)
    filler.run("2", OTHER)
    return filler


def test_a_whole_run_has_no_damage(filled: Filler) -> None:
    checks, found = find_checks(filled.store, manifests_of(filled.store, FLOW, "1"))
    assert found == []
    assert sorted(check.bytes for check in checks) == sorted([len(MODEL), len(LARGE)])
    assert damages(filled, "1") == []


def test_a_damaged_blob_is_named_with_all_its_users(filled: Filler) -> None:
    key = key_of(filled, MODEL)
    damage(filled, key)
    (found,) = damages(filled, "1")
    assert (found.task, found.artifact, found.users) == (f"{FLOW}/1/start/0", "model", 2)
    assert key in found.reason
    assert damages(filled, "2") == []


def test_a_blob_that_is_missing_is_named(filled: Filler) -> None:
    key = key_of(filled, MODEL)
    filled.store.delete(key)
    (found,) = damages(filled, "1")
    assert key in found.reason


def test_a_damaged_chunk_of_a_large_blob_is_named(filled: Filler) -> None:
    largest = max(filled.store.walk(BLOBS), key=lambda entry: entry[1])[0]
    damage(filled, largest)
    (found,) = damages(filled, "1")
    assert (found.task, found.artifact) == (f"{FLOW}/1/train/0", "model")
    assert largest in found.reason


def test_one_step_or_task_can_be_read_alone(filled: Filler) -> None:
    damage(filled, key_of(filled, MODEL))
    assert damages(filled, "1", "train", "0") == []
    assert [found.task for found in damages(filled, "1", "train", "1")] == [f"{FLOW}/1/train/1"]
    assert [found.users for found in damages(filled, "1", "train")] == [1]


def test_a_damaged_manifest_is_named_and_the_rest_is_read(filled: Filler) -> None:
    key = layout.manifest(FLOW, "1", "start", "0")
    filled.store.write(key, filled.store.read(key)[:-20])
    damage(filled, key_of(filled, MODEL))
    first, second = damages(filled, "1")
    assert (first.task, first.artifact) == (f"{FLOW}/1/start/0", "")
    assert key in first.reason
    assert second.task == f"{FLOW}/1/train/1"


def test_a_manifest_of_another_format_is_no_manifest(filled: Filler) -> None:
    key = layout.manifest(FLOW, "1", "start", "0")
    filled.store.write(key, b'{"format": "flowc.task/2"}')
    assert [found.artifact for found in damages(filled, "1")] == [""]


def test_a_small_artifact_is_checked_as_far_as_can_be(folder: Filler) -> None:
    folder.run("1")
    refs: dict[str, Any] = {
        "good": {"pickle": "gASVBgAAAAAAAABLAUsChpQu", "type": "tuple"},
        "bad": {"pickle": "gASV?", "type": "tuple"},
        "like a ref": {"json": {"blob": "x", "parts": [1]}, "type": "dict"},
    }
    folder.builder.done("1/train/0", refs)
    (found,) = damages(folder, "1")
    assert (found.task, found.artifact) == (f"{FLOW}/1/train/0", "bad")


def test_items_of_a_foreach_are_read_too(folder: Filler) -> None:
    folder.run("1")
    ref = folder.save(MODEL)
    folder.builder.done("1/fan/0", items={"artifact": "rows", "items": ref})
    damage(folder, key_of(folder, MODEL))
    (found,) = damages(folder, "1")
    assert (found.task, found.artifact) == (f"{FLOW}/1/fan/0", "rows")
