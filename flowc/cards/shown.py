"""How values look in a card: objects, cells of tables, types and failures."""

from __future__ import annotations

from flowc.cards import markup
from flowc.cards.component import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST = 10_000
_BRIEF = 200


def type_of(value: Any) -> str:
    """Return the class of a value, with its module unless it is built in."""
    kind = type(value)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def repr_of(value: Any, compressed: bool = True) -> str:
    """Return `repr(value)`, shortened unless `compressed` is false, whatever it raises."""
    try:
        text = _shortener().repr(value) if compressed else repr(value)
    except Exception as error:  # noqa: BLE001 - an author's `__repr__` may raise anything
        return f"<{type_of(value)}, whose repr raises {type(error).__name__}>"
    if compressed and len(text) > _LONGEST:
        return text[:_LONGEST] + "…"
    return text


def brief(value: Any) -> str:
    """Return a value in one short line; of tables and arrays how large they are."""
    text = _shape(value) or " ".join(repr_of(value).split())
    return text if len(text) <= _BRIEF else text[: _BRIEF - 1] + "…"


def _shape(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if not isinstance(shape, tuple) or isinstance(value, type):
        return ""
    if hasattr(value, "columns") and len(shape) == 2:
        names = ", ".join(map(str, list(value.columns)[:8]))
        more = ", …" if shape[1] > 8 else ""
        return f"{shape[0]:,} rows × {shape[1]:,} columns: {names}{more}"
    if len(shape) and getattr(value, "size", 0) > 20:
        return f"{' × '.join(f'{length:,}' for length in shape)} of {getattr(value, 'dtype', '')}"
    return ""


def _shortener() -> Any:
    from reprlib import Repr

    made = Repr()
    made.maxlevel = 6
    made.maxdict = made.maxlist = made.maxtuple = made.maxset = made.maxfrozenset = 50
    made.maxstring = made.maxother = 2000
    made.maxlong = 200
    return made


def object_html(value: Any, compressed: bool) -> str:
    """Return an object as HTML: a data frame as a table, everything else as Python shows it."""
    if hasattr(value, "itertuples") and hasattr(value, "columns"):
        from flowc.cards.components import Table

        return Table.from_dataframe(value, compressed).render()
    if isinstance(value, BaseException):
        return markup.text("pre", failure_text(value))
    if compressed or not isinstance(value, dict | list | tuple | set):
        return markup.text("pre", repr_of(value, compressed))
    from pprint import pformat

    return markup.text("pre", pformat(value, width=100, sort_dicts=False))


def cell_html(value: Any) -> str:
    """Return the content of a table's cell, or the whole cell."""
    if isinstance(value, MetaflowCardComponent):
        from flowc.cards.components import html_of

        return "".join(html_of([value]))
    if value is None:
        return ""
    if isinstance(value, bool) or not _is_number(value):
        return markup.escape(value if isinstance(value, str) else _cell_text(value))
    return markup.number_cell(markup.escape(_number_text(value)))


def _is_number(value: Any) -> bool:
    from numbers import Number

    return isinstance(value, Number)


def _number_text(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    try:
        return f"{value:.6g}"
    except (TypeError, ValueError):
        return str(value)


def _cell_text(value: Any) -> str:
    return brief(value) if isinstance(value, dict | list | tuple | set) else str(value)


def failure_text(exception: Any) -> str:
    """Return an exception as Python prints it; of anything else its representation."""
    if not isinstance(exception, BaseException):
        return exception if isinstance(exception, str) else repr_of(exception)
    from traceback import format_exception

    return "".join(format_exception(exception)).rstrip()


def time_text(seconds: float) -> str:
    """Return a moment, in UTC: a card is read elsewhere than it was made."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d %H:%M:%S UTC", gmtime(seconds))


def duration_text(seconds: float) -> str:
    """Return how long something took."""
    if seconds < 100:
        return f"{seconds:.1f} s" if seconds >= 1 else f"{max(seconds, 0) * 1000:.0f} ms"
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {left:02} s"


def size_text(size: float) -> str:
    """Return a number of bytes."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
