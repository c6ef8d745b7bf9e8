"""Loads artifacts: refs become values again."""

from __future__ import annotations

from runtime_shim.artifacts.plain import copied
from runtime_shim.errors import ArtifactError, StoreError, artifact
from runtime_shim.layout import blobs_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime_shim.store.base import Store

    Ref = dict[str, Any]

# A longer pickle is not held in memory beside what is made of it.
_SHORT = 8 << 20


class Loaded:
    """How an artifact was when it was loaded; it keeps the value alive.

    `parts` are the pickle and the buffers beside it, if the value may still lie in them.
    """

    __slots__ = ("parts", "ref", "value")

    def __init__(self, ref: Ref, value: Any, parts: list[memoryview]) -> None:
        """Hold what `load_tracked` has found."""
        self.ref = ref
        self.value = value
        self.parts = parts


def load(store: Store, flow: str, ref: Ref, name: str, task: str = "") -> Any:
    """Load the artifact `name` of `flow` by its ref; `task` is the task that saved it.

    Raises ArtifactError if the value cannot be made again, StoreError if its content cannot be
    read; both name the artifact and the task.
    """
    return load_tracked(store, flow, ref, name, task)[0]


def load_tracked(
    store: Store, flow: str, ref: Ref, name: str, task: str = ""
) -> tuple[Any, Loaded]:
    """Load an artifact as `load` does; return it, and what `resave` needs to see its changes."""
    parts: list[memoryview] = []
    try:
        value = _value(store, blobs_key(flow), ref, parts)
    except StoreError as error:
        raise StoreError(f"{artifact(name, task)} cannot be loaded: {error}") from error
    except Exception as error:
        from runtime_shim.artifacts.failures import cannot_load, passes

        if passes(error):
            raise
        raise ArtifactError(cannot_load(artifact(name, task), error)) from error
    return value, Loaded(ref, value, parts)


def _value(store: Store, folder: str, ref: Ref, parts: list[memoryview]) -> Any:
    """Return the value; fills `parts` if it may lie in the memory of what was read."""
    if "json" in ref:
        return copied(ref["json"])
    raw = "bytes" in ref
    body = ref.get("bytes" if raw else "pickle")
    if isinstance(body, str):
        from binascii import a2b_base64

        data = a2b_base64(body, strict_mode=True)
        return data if raw else _unpickled(data, [])
    if not isinstance(body, dict):
        raise TypeError("its ref has a form that this flowc does not know")
    if raw:
        return store.content(folder, body)
    if body["parts"][0] > _SHORT:
        return _streamed(store, folder, body)
    head, *buffers = store.parts(folder, body)
    if buffers:
        parts += (head, *buffers)
    return _unpickled(head, buffers)


def _streamed(store: Store, folder: str, body: dict[str, Any]) -> Any:
    from runtime_shim.artifacts.unpickling import Unpickler

    buffers = store.parts(folder, body, 1) if len(body["parts"]) > 1 else []
    with store.stream(folder, body) as file:
        return Unpickler(file, buffers=buffers).load()


def _unpickled(data: bytes | memoryview, buffers: list[memoryview]) -> Any:
    import io

    from runtime_shim.artifacts.unpickling import Unpickler

    return Unpickler(io.BytesIO(data), buffers=buffers).load()
