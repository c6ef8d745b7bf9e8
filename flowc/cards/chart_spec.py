"""Reads a specification of Vega-Lite, as far as charts are drawn from it.

    {"data": {"values": […]}, "mark": "bar", "encoding": {"x": {"field": "a"}, "y": …}}

What is not drawn (other marks, transformations, data at a URL …) is refused with a reason.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Row = dict[str, Any]

MARKS = frozenset({"area", "bar", "circle", "line", "point", "square", "tick"})
_DRAWN = frozenset({"x", "y", "color"})
_HARMLESS = frozenset({"detail", "href", "key", "opacity", "order", "tooltip", "url"})
_NOT_DRAWN = ("concat", "facet", "hconcat", "marks", "repeat", "transform", "vconcat")
_BINS = 10


class NotDrawn(Exception):
    """The specification asks for what is not drawn; the message says for what."""


class Channel:
    """How one of x, y and colour comes from the rows.

    `kind` is "quantitative", "temporal" or "nominal".
    """

    def __init__(self, definition: dict[str, Any], rows: list[Row]) -> None:
        """Read a channel's definition; its kind is taken from the values if it is not stated."""
        self.definition = definition
        self.aggregate: str | None = definition.get("aggregate")
        self.field: str = str(definition.get("field", ""))
        self.is_binned = bool(definition.get("bin"))
        self.kind = self._kind(rows)
        self.scale: dict[str, Any] = definition.get("scale") or {}
        if definition.get("timeUnit"):
            raise NotDrawn("units of time are not drawn")
        if self.scale.get("type") in {"log", "pow", "sqrt", "symlog"}:
            raise NotDrawn(f"scales of type `{self.scale['type']}` are not drawn")
        if self.aggregate not in {None, *_AGGREGATES}:
            raise NotDrawn(f"`{self.aggregate}` is not computed")

    @property
    def title(self) -> str:
        """Return what stands beside the axis."""
        axis = self.definition.get("axis") or self.definition.get("legend") or {}
        stated = self.definition.get("title", axis.get("title", ""))
        if stated is None or stated:
            return str(stated or "")
        if self.aggregate == "count":
            return "count"
        return f"{self.aggregate} of {self.field}" if self.aggregate else self.field

    def value(self, row: Row) -> Any:
        """Return the value in a row: a number, also for a time; None if it has none."""
        found: Any = row
        for part in self.field.replace("\\.", "\0").split("."):
            found = found.get(part.replace("\0", ".")) if isinstance(found, dict) else None
        if self.kind == "nominal":
            return None if found is None else str(found)
        return _number(found, self.kind)

    def _kind(self, rows: list[Row]) -> str:
        stated = self.definition.get("type")
        if self.aggregate or self.is_binned or stated == "quantitative":
            return "quantitative"
        if stated == "temporal":
            return "temporal"
        if stated is None and self.field:
            values = [row.get(self.field) for row in rows]
            if all(isinstance(v, int | float) for v in values if v is not None):
                return "quantitative"
        return "nominal"


class Layer:
    """One mark over rows: `x`, `y` and perhaps `color` say how they are drawn."""

    def __init__(self, mark: dict[str, Any], rows: list[Row], encoding: dict[str, Any]) -> None:
        """Read the channels."""
        self.mark: str = mark["type"]
        self.has_points = bool(mark.get("point"))
        strange = set(encoding) - _DRAWN - _HARMLESS
        strange = {name for name in strange if "value" not in (encoding[name] or {})}
        if strange:
            raise NotDrawn(f"the channel `{min(strange)}` is not drawn")
        self.x, self.y = (Channel(encoding.get(name) or {}, rows) for name in ("x", "y"))
        color = encoding.get("color") or {}
        self.color = Channel(color, rows) if color.get("field") else None
        if self.color and self.color.kind != "nominal":
            self.color.kind = "nominal"
        self.is_sideways = self.x.kind != "nominal" and self.y.kind == "nominal"
        if self.mark in {"area", "bar"} and "quantitative" not in {self.x.kind, self.y.kind}:
            raise NotDrawn(f"marks of type `{self.mark}` need numbers along x or y")
        if self.mark == "area" and self.is_sideways:
            raise NotDrawn("areas over names along y are not drawn")
        self.rows = _computed(rows, self)

    @property
    def is_stacked(self) -> bool:
        """Say whether the colours of a place are drawn on top of each other."""
        value = self.x if self.is_sideways else self.y
        stack = value.definition.get("stack", True)
        return self.mark in {"area", "bar"} and self.color is not None and bool(stack)


class Mark:
    """A row as it is drawn: `x` and `y` are values, `x_end` is where its bin ends."""

    __slots__ = ("color", "x", "x_end", "y")

    def __init__(self, x: Any, y: Any, color: str | None, x_end: float | None = None) -> None:
        """Keep the values."""
        self.x = x
        self.y = y
        self.color = color
        self.x_end = x_end


def layers_of(spec: Any) -> list[Layer]:
    """Return the layers of a specification; raises NotDrawn."""
    if not isinstance(spec, dict):
        raise NotDrawn("the specification is no dict")
    found = list(_layers(spec, spec.get("encoding") or {}, None, spec))
    if not any(layer.rows for layer in found):
        raise NotDrawn("the chart has no data")
    if len({layer.is_sideways for layer in found}) > 1:
        raise NotDrawn("layers of different directions are not drawn")
    return found


def rows_of(spec: Any) -> list[Row]:
    """Return the rows of a specification, none if it holds no data."""
    try:
        return _rows(spec, spec) or []
    except (NotDrawn, AttributeError):
        return []


def _layers(
    spec: dict[str, Any], encoding: dict[str, Any], rows: list[Row] | None, top: dict[str, Any]
) -> Iterator[Layer]:
    for name in _NOT_DRAWN:
        if spec.get(name):
            raise NotDrawn(f"`{name}` is not drawn")
    rows = _rows(spec, top) or rows
    for inner in spec.get("layer") or ():
        yield from _layers(inner, {**encoding, **(inner.get("encoding") or {})}, rows, top)
    if spec.get("layer"):
        return
    mark = spec.get("mark")
    mark = mark if isinstance(mark, dict) else {"type": mark}
    if mark.get("type") not in MARKS:
        raise NotDrawn(f"marks of type `{mark.get('type')}` are not drawn")
    yield Layer(mark, rows or [], encoding)


def _rows(spec: dict[str, Any], top: dict[str, Any]) -> list[Row] | None:
    data = spec.get("data")
    if not data:
        return None
    values = data.get("values")
    if values is None and "name" in data:
        values = (top.get("datasets") or {}).get(data["name"])
    if values is None:
        raise NotDrawn("its data is elsewhere, and cards load nothing")
    if not isinstance(values, list):
        raise NotDrawn("its data is no list of rows")
    return [row if isinstance(row, dict) else {"data": row} for row in values]


def _computed(rows: list[Row], layer: Layer) -> list[Mark]:
    """Return the rows as marks, binned and aggregated."""
    x, y = layer.x, layer.y
    if y.is_binned:
        raise NotDrawn("bins are drawn along x only")
    marks = []
    edges = _bins([x.value(row) for row in rows]) if x.is_binned else None
    for row in rows:
        color = layer.color.value(row) if layer.color else None
        at, end = x.value(row), None
        if edges and at is not None:
            at, end = _bin_of(at, *edges)
        marks.append(Mark(_given(x, at), _given(y, y.value(row)), color, end))
    if x.aggregate or y.aggregate:
        marks = _aggregated(marks, layer)
    return [mark for mark in marks if mark.x is not None and mark.y is not None]


def _given(channel: Channel, value: Any) -> Any:
    """Return a value; each row counts, and a channel without a field is one place for all rows."""
    if channel.aggregate == "count" and not channel.field:
        return 1
    return "" if not channel.field else value


def _aggregated(marks: list[Mark], layer: Layer) -> list[Mark]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    across = layer.y if layer.x.aggregate else layer.x
    for mark in marks:
        place, value = (mark.y, mark.x) if layer.x.aggregate else (mark.x, mark.y)
        if place is not None and value is not None:
            groups.setdefault((place, mark.color, mark.x_end), []).append(value)
    how = _AGGREGATES[str(layer.x.aggregate or layer.y.aggregate)]
    made = []
    for (place, color, end), values in groups.items():
        value = how(values)
        x, y = (place, value) if across is layer.x else (value, place)
        made.append(Mark(x, y, color, end))
    return made


def _bins(values: list[Any]) -> tuple[float, float] | None:
    """Return where bins begin and how wide they are."""
    from flowc.cards.chart_axes import nice_step

    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    step = nice_step((high - low) or 1, _BINS)
    return low // step * step, step


def _bin_of(value: float, begin: float, step: float) -> tuple[float, float]:
    number = (value - begin) // step
    return begin + number * step, begin + (number + 1) * step


def _number(value: Any, kind: str) -> float | None:
    if kind == "temporal" and isinstance(value, str):
        return _moment(value)
    if value is None or isinstance(value, bool):
        return None if value is None else float(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    is_finite = number - number == 0
    return (number / 1000 if kind == "temporal" else number) if is_finite else None


def _moment(text: str) -> float:
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NotDrawn(f"`{text}` is no time as ISO 8601 writes it") from None
    return found.replace(tzinfo=found.tzinfo or UTC).timestamp()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _median(values: list[float]) -> float:
    from statistics import median

    return median(values)


_AGGREGATES: dict[str, Callable[[list[Any]], float]] = {
    "average": _mean,
    "count": len,
    "distinct": lambda values: len(set(values)),
    "max": max,
    "mean": _mean,
    "median": _median,
    "min": min,
    "sum": sum,
}
