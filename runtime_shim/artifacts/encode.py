"""Saves artifacts: values become refs, which `runtime_shim.protocol` describes.

    1, "a", [1, {"b": None}]        {"json": …}: in the record, where a person can read it
    b"…"                            {"bytes": …}: as it is
    anything else                   {"pickle": …}: protocol 5, large buffers beside the pickle

Pickles and `bytes` of more than 4 KiB are blobs. They are written as they are made, so that saving
n bytes takes a few chunks of memory beside them.
"""

from __future__ import annotations

import json

from runtime_shim.artifacts.plain import INLINE, plain_text
from runtime_shim.errors import ArtifactError, StoreError, artifact, type_name
from runtime_shim.layout import blobs_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from runtime_shim.artifacts.decode import Loaded
    from runtime_shim.store.base import Sink, Store

    Ref = dict[str, Any]
    Piece = bytes | bytearray | memoryview


def save(store: Store, flow: str, value: object, name: str, task: str = "") -> Ref:
    """Save the artifact `name` of `flow` and return its ref; `task` is the task that saves it.

    Raises ArtifactError if it cannot be pickled, StoreError if the store cannot take it; both name
    the artifact and the task.
    """
    text = plain_text(value)
    if text is not None:
        return {"json": json.loads(text), "type": type_name(value)}
    content = _Content(store, blobs_key(flow))
    try:
        body = content.finish(_write(value, content, name, task))
    except StoreError as error:
        raise StoreError(f"{artifact(name, task)} cannot be saved: {error}") from error
    finally:
        content.discard()
    ref = {"bytes" if type(value) is bytes else "pickle": body, "type": type_name(value)}
    return ref if isinstance(body, str) else {**ref, "size": sum(body["parts"])}


def resave(
    store: Store, flow: str, value: object, name: str, loaded: Loaded, task: str = ""
) -> Ref:
    """Save an artifact that `load_tracked` has loaded, unless it is what it was.

    Returns the very ref that it was loaded by if nothing has to be stored. What is written to the
    memory of a large array is noticed by the kernel: an array that was only read costs a
    millisecond, whatever its size.
    """
    from runtime_shim.artifacts.changes import is_untouched
    from runtime_shim.artifacts.decode import load

    if is_untouched(value, loaded, lambda: load(store, flow, loaded.ref, name, task)):
        return loaded.ref
    ref = save(store, flow, value, name, task)
    return loaded.ref if _text(ref) == _text(loaded.ref) else ref


def _text(ref: Ref) -> str:
    # As text, in which 1, 1.0 and True differ.
    return json.dumps(ref, sort_keys="json" not in ref)


def _write(
    value: object, content: _Content, name: str, task: str
) -> Iterable[Iterable[memoryview]]:
    """Write `value` and return the pieces of each buffer that is written after it."""
    if type(value) is bytes:
        content.write(value)
        return ()
    from runtime_shim.artifacts.pickling import dump

    try:
        return dump(value, content)
    except Exception as error:
        from runtime_shim.artifacts.failures import cannot_save, passes

        if passes(error):
            raise
        raise ArtifactError(cannot_save(value, name, error, task)) from error


class _Content:
    """Holds what is small, and writes into a sink what is not."""

    def __init__(self, store: Store, folder: str) -> None:
        self._store = store
        self._folder = folder
        self._small = bytearray()
        self._sink: Sink | None = None

    def write(self, data: Piece) -> int:
        """Append to the first part."""
        if self._sink is not None:
            return self._sink.write(data)
        if len(self._small) + len(data) > INLINE:
            return self._open().write(data)
        self._small += data
        return len(data)

    def finish(self, buffers: Iterable[Iterable[memoryview]]) -> Any:
        """Append `buffers`, each a part, and return what the ref holds: base64, or a blob."""
        for buffer in buffers:
            sink = self._sink or self._open()
            sink.end_part()
            for piece in buffer:
                sink.write(piece)
        if self._sink is None:
            from binascii import b2a_base64

            return b2a_base64(self._small, newline=False).decode()
        self._sink.end_part()
        blob = self._sink.finish()
        self._sink = None
        return blob

    def discard(self) -> None:
        """Leave nothing behind if it was not finished."""
        if self._sink is not None:
            self._sink.discard()

    def _open(self) -> Sink:
        self._sink = self._store.sink(self._folder)
        self._sink.write(self._small)
        return self._sink
