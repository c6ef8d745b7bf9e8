"""Says why an artifact cannot be saved or loaded, and which part of it is to blame."""

from __future__ import annotations

import types

from runtime_shim.errors import ShimError, artifact, type_name
from runtime_shim.failures import TimeoutException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# How much is pickled again to find the culprit, and how far down.
_BYTES = 16 << 20
_ITEMS = 10_000
_LEVELS = 20
"""What is pickled anew to find the culprit, at most."""


class _Enough(Exception):
    """So much has been pickled that it is not worth more."""


class _Nowhere:
    """Takes pickles and forgets them, up to a number of bytes."""

    def __init__(self) -> None:
        self.left = _BYTES

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Count what is written."""
        self.left -= len(data)
        if self.left < 0:
            raise _Enough
        return len(data)


def passes(error: Exception) -> bool:
    """Say whether `error` is no fault of an artifact: the store's, or the end of a step's time."""
    return isinstance(error, ShimError | TimeoutException)


def cannot_save(value: object, name: str, error: Exception, task: str = "") -> str:
    """Return the message for `error`, which pickling `value` has raised in `task`."""
    subject = artifact(name, task)
    if isinstance(error, RecursionError):
        return f"{subject} cannot be saved: its objects are nested too deeply for pickle"
    place, culprit, error = _culprit(value, name, error)
    part = "it" if place == name else f"`{place}`"
    return f"{subject} cannot be saved: {part} is {_described(culprit)}; {_reason(error)}"


def cannot_load(subject: str, error: Exception) -> str:
    """Return the message for `error`, which loading `subject` has raised."""
    from runtime_shim.artifacts.unpickling import NotFound

    if isinstance(error, NotFound):
        return (
            f"{subject} cannot be loaded: `{error.name}` is not there any more"
            f" ({_reason(error.__cause__ or error)}); bring it back under that name, install what"
            " it belongs to, or run the step again"
        )
    if isinstance(error, RecursionError):
        return f"{subject} cannot be loaded: its objects are nested too deeply for pickle"
    return f"{subject} cannot be loaded: {_reason(error)}"


def _reason(error: BaseException) -> str:
    name, text = type(error).__name__, str(error)
    return f"{name}: {text}" if text else name


def _culprit(value: object, place: str, error: Exception) -> tuple[str, object, Exception]:
    """Return the innermost part of `value` that cannot be pickled either, and what that raises."""
    nowhere = _Nowhere()
    for _ in range(_LEVELS):
        found = _failing(value, nowhere)
        if found is None:
            break
        label, value, error = found
        place += label
    return place, value, error


def _failing(value: object, nowhere: _Nowhere) -> tuple[str, object, Exception] | None:
    import itertools

    from runtime_shim.artifacts.pickling import dump

    for label, part in itertools.islice(_parts(value), _ITEMS):
        try:
            dump(part, nowhere)
        except _Enough:
            return None
        except Exception as error:
            if passes(error):
                raise
            return label, part, error
    return None


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """Yield what a container or an ordinary object holds, and how to write it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"[{key!r:.50}]", item
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield f"[{index}]", item
    elif _is_ordinary(value):
        for name, item in vars(value).items():
            yield f".{name}", item


def _is_ordinary(value: object) -> bool:
    """Say whether pickling `value` pickles its attributes, and no other state."""
    kind = type(value)
    own = (kind.__reduce_ex__, kind.__reduce__, kind.__getstate__)
    usual = (object.__reduce_ex__, object.__reduce__, object.__getstate__)
    return own == usual and hasattr(value, "__dict__") and not isinstance(value, type)


def _described(culprit: object) -> str:
    name = getattr(culprit, "__qualname__", "")
    if isinstance(culprit, types.FunctionType):
        if "<lambda>" in name:
            return "a lambda"
        if "<locals>" in name:
            return "a function that is defined inside another"
    if isinstance(culprit, type) and "<locals>" in name:
        return "a class that is defined inside a function"
    if "<locals>" in type(culprit).__qualname__:
        return f"an object of a class that is defined inside a function, `{type_name(culprit)}`"
    return f"a `{type_name(culprit)}`"
