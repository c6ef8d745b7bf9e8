"""Any value as text that two processes can compare: types, content, order, shared cycles.

    [1, True, Pet("Rex")]     →  list[int 1, bool True, Pet(name: str 'Rex')]

Modules of classes are left out: Metaflow runs a flow's file as `__main__`, flowc imports it. Of a
failure that was caught the stack is left out, which names places of one machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from types import FunctionType
from typing import Any


def words(value: object, above: tuple[int, ...] = ()) -> str:
    """Return `value` as text; `above` are the objects that it lies in."""
    if id(value) in above:
        return f"cycle {len(above) - above.index(id(value))}"
    inside = (*above, id(value))
    kind = type(value)
    if value is None or kind in {bool, int, float, complex, str, bytes, bytearray}:
        return f"{kind.__name__} {value!r}"
    if isinstance(value, type | FunctionType):
        return f"named {value.__qualname__}"
    if isinstance(value, Enum):
        return f"{kind.__qualname__}.{value.name}"
    caught: Any = value
    if isinstance(value, Exception) and hasattr(value, "stacktrace"):
        return f"caught {caught.type} {caught.exception!r}"
    return (
        _contained(value, kind, inside) or _foreign(value, kind, inside) or _object(value, inside)
    )


def _contained(value: Any, kind: type, inside: tuple[int, ...]) -> str:
    """Return a container of Python's own."""
    if kind in {list, tuple}:
        return f"{kind.__name__}[{_listed(value, inside)}]"
    if kind in {set, frozenset}:
        return f"{kind.__name__}[{', '.join(sorted(words(one, inside) for one in value))}]"
    if kind is dict:
        pairs = (f"{words(key, inside)}: {words(one, inside)}" for key, one in value.items())
        return f"dict[{', '.join(pairs)}]"
    return ""


def _foreign(value: Any, kind: type, inside: tuple[int, ...]) -> str:
    """Return a value of numpy or pandas, whose pickles say more than the value."""
    place = kind.__module__.partition(".")[0]
    if place == "numpy" and kind.__name__ == "ndarray":
        return f"ndarray {value.dtype.str} {value.shape} {words(value.tolist(), inside)}"
    if place == "numpy" and hasattr(value, "dtype"):
        return f"{kind.__name__} {value!r}"
    if place == "pandas" and hasattr(value, "dtypes"):
        table = value.to_frame("") if value.ndim == 1 else value
        types = [str(one) for one in table.dtypes]
        name = getattr(value, "name", None)
        return f"{kind.__name__} {name!r} {types} {words(table.to_dict('split'), inside)}"
    return ""


def _object(value: Any, inside: tuple[int, ...]) -> str:
    """Return any other object, by what pickle would make of it."""
    reduced = value.__reduce_ex__(4)
    if isinstance(reduced, str):
        return f"named {reduced}"
    made, arguments, state, items, pairs = (*reduced, None, None, None)[:5]
    name = getattr(made, "__qualname__", repr(made))
    if name == "__newobj__":
        name, arguments = arguments[0].__qualname__, arguments[1:]
    parts = [_listed(arguments, inside)] if arguments else []
    if isinstance(state, dict):
        parts += [f"{key}: {words(one, inside)}" for key, one in sorted(state.items())]
    elif state is not None:
        parts.append(f"state {words(state, inside)}")
    if items is not None:
        parts.append(f"items {_listed(items, inside)}")
    if pairs is not None:
        listed = (f"{words(key, inside)}: {words(one, inside)}" for key, one in pairs)
        parts.append(f"pairs {', '.join(listed)}")
    return f"{name}({', '.join(parts)})"


def _listed(values: Iterable[object], inside: tuple[int, ...]) -> str:
    return ", ".join(words(one, inside) for one in values)
