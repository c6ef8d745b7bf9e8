"""Finds what the manifests of tasks refer to: the blobs that hold artifacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime_shim import layout
from runtime_shim.errors import StoreError
from runtime_shim.records import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime_shim.store.base import Store

    Blob = dict[str, Any]
    """What a ref says of a blob: {"blob": digest, "parts": [bytes, …]}."""

MANIFEST = "/done.json"
AT_ONCE = 1000


def blobs_of(manifest: dict[str, Any]) -> Iterator[tuple[str, Blob]]:
    """Yield (name of the artifact, blob) of every blob that a manifest refers to."""
    for name, ref in manifest["artifacts"].items():
        yield from ((name, blob) for blob in _blobs(ref))
    for frame in manifest.get("frames") or ():
        yield from ((frame["artifact"], blob) for blob in _blobs(frame["items"]))
    items = manifest.get("items")
    if items:
        yield from ((items["artifact"], blob) for blob in _blobs(items["items"]))


def read_manifests(
    store: Store, keys: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any] | StoreError]]:
    """Yield (key, manifest) of those that exist, or why it cannot be read."""
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE]
        for key, data in zip(some, store.read_many(some), strict=True):
            if data is not None:
                yield key, _read(data, key)


def task_of(key: str) -> str:
    """Return the task whose manifest has `key`, as a person writes it: `Flow/run/step/task`."""
    flow, _, run, _, step, task, _ = key.split("/")
    return "/".join(map(layout.name_of, (flow, run, step, task)))


def _read(data: bytes, key: str) -> dict[str, Any] | StoreError:
    try:
        manifest = parse(data, key)
    except StoreError as error:
        return error
    if manifest.get("format") != layout.TASK_FORMAT:
        return StoreError(f"the record `{key}` is damaged, or of a flowc that is newer than this")
    if not isinstance(manifest.get("artifacts"), dict):
        return StoreError(f"the record `{key}` is damaged: it has no artifacts")
    return manifest


def _blobs(ref: dict[str, Any] | None) -> Iterator[Blob]:
    for kind, body in (ref or {}).items():
        # The value of a small artifact may look like anything.
        if kind != "json" and isinstance(body, dict) and "blob" in body:
            yield body
