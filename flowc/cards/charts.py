"""Draws charts as SVG: no scripts, no fonts, the colours are the card's own."""

from __future__ import annotations

from flowc.cards import markup
from flowc.cards.chart_axes import Bands, Line
from flowc.cards.chart_marks import drawn
from flowc.cards.chart_spec import NotDrawn, layers_of, rows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from flowc.cards.chart_spec import Channel, Layer

    Axis = Bands | Line

WIDTH, HEIGHT = 680, 260
_LETTER = 6.2
_MOST_ROWS = 20


class Frame:
    """Where the axes lie in the picture, and how colours are numbered."""

    def __init__(self, x: Axis, y: Axis, height: float, colors: list[str]) -> None:
        """Leave room for what is written beside the axes."""
        self.x, self.y = x, y
        self.colors = {name: number % 10 for number, name in enumerate(colors)}
        words = [text for _, text in y.ticks(8 if y.is_continuous else 60)]
        self.left = min(max(map(len, words), default=1) * _LETTER + 34, WIDTH / 3)
        self.top, self.right = 10.0, WIDTH - 14.0
        self.bottom = self.top + height

    def across(self, value: Any) -> float:
        """Return where a value of x lies in the picture."""
        return self.left + self.x.place(value) * (self.right - self.left)

    def up(self, value: Any) -> float:
        """Return where a value of y lies in the picture; names go downward, numbers upward."""
        share = self.y.place(value)
        if self.y.is_continuous:
            return self.bottom - share * (self.bottom - self.top)
        return self.top + share * (self.bottom - self.top)


def chart_html(spec: Any) -> str:
    """Return the chart that a specification describes, or its data as a table."""
    from json import dumps

    try:
        chart = _chart(layers_of(spec), spec)
    except NotDrawn as reason:
        chart = _data(spec, str(reason))
    except Exception as error:  # noqa: BLE001 - no specification, whatever it holds, spoils a card
        chart = _data(spec, f"it cannot be read ({type(error).__name__}: {error})")
    text = dumps(spec, indent=2, default=str, ensure_ascii=False)
    shown = text if len(text) < 50_000 else f"{text[:50_000]}\n…"
    return markup.element("div", chart + markup.folded("Vega-Lite", _pre(shown)), "chart")


def _pre(text: str) -> str:
    return markup.text("pre", text)


def _data(spec: Any, reason: str) -> str:
    from flowc.cards.components import Table

    rows = rows_of(spec)
    names = list(dict.fromkeys(name for row in rows[:_MOST_ROWS] for name in row))
    cells = [[row.get(name) for name in names] for row in rows[:_MOST_ROWS]]
    note = f"this chart is shown as its data: {reason}"
    if len(rows) > _MOST_ROWS:
        note += f"; the first {_MOST_ROWS} of {len(rows):,} rows"
    return (
        _title(spec)
        + (Table(cells, names).render() if rows else "")
        + markup.text("p", note, "note")
    )


def _title(spec: Any) -> str:
    title = spec.get("title") if isinstance(spec, dict) else None
    if isinstance(title, dict):
        title = title.get("text")
    if isinstance(title, list):
        title = " ".join(map(str, title))
    return markup.element("div", markup.text("b", title), "label") if title else ""


def _chart(layers: list[Layer], spec: dict[str, Any]) -> str:
    x, y = (_axis(layers, name) for name in "xy")
    colors = sorted({str(mark.color) for one in layers for mark in one.rows if mark.color})
    frame = Frame(x, y, _height(spec, y), colors)
    marks = "".join(drawn(layer, frame, number) for number, layer in enumerate(layers))
    turned, below = _below(frame)
    names = _names(frame, layers[0].x.title, layers[0].y.title, frame.bottom + below)
    height = frame.bottom + below + (18 if layers[0].x.title else 4)
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" role="img">'
        f"{_grid(frame, turned)}{marks}{names}</svg>"
    )
    return _title(spec) + _legend(frame, layers) + svg


def _height(spec: dict[str, Any], y: Axis) -> float:
    stated = spec.get("height")
    if isinstance(stated, int | float) and not isinstance(stated, bool):
        return min(max(float(stated), 60), 1200)
    return HEIGHT if y.is_continuous else min(max(24 * len(y.names), 60), 1200)  # type: ignore[union-attr]


def _axis(layers: list[Layer], name: str) -> Axis:
    channels: list[Channel] = [getattr(layer, name) for layer in layers]
    kinds = {channel.kind for channel in channels}
    if len(kinds) > 1:
        raise NotDrawn(f"the layers have different kinds of values along {name}")
    first = channels[0]
    if first.kind == "nominal":
        return Bands(_ordered(layers, name, first))
    low, high = _span(layers, name)
    domain = first.scale.get("domain")
    if isinstance(domain, list) and len(domain) == 2 and first.kind == "quantitative":
        return Line(float(domain[0]), float(domain[1]), is_time=False, is_exact=True)
    if first.kind == "quantitative" and first.scale.get("zero", not first.is_binned):
        low, high = min(low, 0), max(high, 0)
    return Line(low, high, is_time=first.kind == "temporal", is_exact=first.is_binned)


def _ordered(layers: list[Layer], name: str, channel: Channel) -> list[str]:
    """Return the names of an axis, in the order that `sort` asks for."""
    marks = [mark for layer in layers for mark in layer.rows]
    names = list(dict.fromkeys(getattr(mark, name) for mark in marks))
    sort = channel.definition.get("sort", "ascending")
    if sort is None:
        return names
    if isinstance(sort, list):
        wanted = [str(one) for one in sort]
        return sorted(names, key=lambda one: wanted.index(one) if one in wanted else len(wanted))
    if isinstance(sort, str) and sort.lstrip("-") in {"x", "y"}:
        totals = dict.fromkeys(names, 0.0)
        for mark in marks:
            value = getattr(mark, sort.lstrip("-"))
            totals[getattr(mark, name)] += value if isinstance(value, int | float) else 0
        return sorted(names, key=totals.__getitem__, reverse=sort[0] == "-")
    return sorted(names, key=_natural, reverse=sort == "descending")


def _natural(name: str) -> tuple[bool, float, str]:
    """Sort numbers by their size, before names."""
    try:
        return (False, float(name), name)
    except ValueError:
        return (True, 0.0, name)


def _span(layers: list[Layer], name: str) -> tuple[float, float]:
    values: list[float] = []
    for layer in layers:
        is_value = (name == "x") == layer.is_sideways
        if layer.is_stacked and is_value:
            values += _heights(layer, name)
        else:
            values += [getattr(mark, name) for mark in layer.rows]
        if name == "x":
            values += [mark.x_end for mark in layer.rows if mark.x_end is not None]
        if layer.mark in {"area", "bar"} and is_value:
            values.append(0)
    return min(values), max(values)


def _heights(layer: Layer, name: str) -> Iterable[float]:
    """Return how high the stacks of a layer are, and how deep those of negative values."""
    totals: dict[tuple[Any, bool], float] = {}
    for mark in layer.rows:
        place, value = (mark.y, mark.x) if name == "x" else (mark.x, mark.y)
        key = (place, value < 0)
        totals[key] = totals.get(key, 0) + value
    return totals.values()


def _grid(frame: Frame, turned: bool) -> str:
    parts = []
    for place, text in frame.y.ticks(6 if frame.y.is_continuous else 60):
        span = frame.bottom - frame.top
        y = frame.bottom - place * span if frame.y.is_continuous else frame.top + place * span
        if frame.y.is_continuous:
            parts.append(_line(frame.left, y, frame.right, y, "grid"))
        parts.append(_text(frame.left - 8, y + 4, text, "end"))
    for place, text in frame.x.ticks(8 if frame.x.is_continuous else 40):
        x = frame.left + place * (frame.right - frame.left)
        if frame.x.is_continuous and not frame.y.is_continuous:
            parts.append(_line(x, frame.top, x, frame.bottom, "grid"))
        if turned:
            parts.append(_text(x + 3, frame.bottom + 14, text, "end", turn=-35))
        else:
            parts.append(_text(x, frame.bottom + 17, text, "middle"))
    is_upright = frame.y.is_continuous
    ends = (frame.right, frame.bottom) if is_upright else (frame.left, frame.top)
    return "".join([*parts, _line(frame.left, frame.bottom, *ends, "axis")])


def _below(frame: Frame) -> tuple[bool, float]:
    """Say whether the names below the chart are turned, and how much room they take."""
    words = [text for _, text in frame.x.ticks(8 if frame.x.is_continuous else 40)]
    longest = max(map(len, words), default=1)
    room = (frame.right - frame.left) / max(len(words), 1)
    if longest * _LETTER < room:
        return False, 24
    return True, min(longest, _LONGEST_NAME) * _LETTER * 0.6 + 24


_LONGEST_NAME = 24


def _names(frame: Frame, x: str, y: str, bottom: float) -> str:
    middle = (frame.top + frame.bottom) / 2
    parts = []
    if x:
        parts.append(_text((frame.left + frame.right) / 2, bottom + 12, x, "middle", kind="name"))
    if y:
        parts.append(_text(12, middle, y, "middle", turn=-90, kind="name"))
    return "".join(parts)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str, turn: int = 0, kind: str = "tick") -> str:
    short = (
        text if len(text) <= _LONGEST_NAME or kind == "name" else text[: _LONGEST_NAME - 1] + "…"
    )
    turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turned}>'
        f"{markup.escape(short)}</text>"
    )


def _legend(frame: Frame, layers: list[Layer]) -> str:
    if not frame.colors:
        return ""
    title = next((layer.color.title for layer in layers if layer.color), "")
    head = markup.text("span", title, "note") if title else ""
    entries = "".join(
        f'<span><i style="background:var(--c{number})"></i>{markup.escape(name)}</span>'
        for name, number in frame.colors.items()
    )
    return markup.element("div", head + entries, "legend")
