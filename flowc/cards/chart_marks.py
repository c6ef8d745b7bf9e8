"""The marks of charts: bars, lines, areas and points, each as SVG."""

from __future__ import annotations

from flowc.cards import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from flowc.cards.chart_spec import Layer, Mark
    from flowc.cards.charts import Frame

    Stack = tuple[Mark, float, float]

_BAR, _THIN = 0.8, 5.0
_RADIUS = 3.2


def drawn(layer: Layer, frame: Frame, number: int) -> str:
    """Return the marks of a layer; `number` colours layers that have no colours of their own."""
    match layer.mark:
        case "bar":
            return _bars(layer, frame, number)
        case "area":
            return _areas(layer, frame, number)
        case "line":
            lines = "".join(_lines(layer, frame, number))
            return lines + (_points(layer, frame, number) if layer.has_points else "")
        case _:
            return _points(layer, frame, number)


def _color(frame: Frame, color: str | None, number: int) -> str:
    return f"var(--c{frame.colors.get(str(color), number % 10)})"


def _stacked(layer: Layer) -> Iterator[Stack]:
    """Yield each mark with where it begins and ends along the axis of values."""
    tops: dict[tuple[Any, bool], float] = {}
    for mark in sorted(layer.rows, key=lambda one: str(one.color)):
        place, value = (mark.y, mark.x) if layer.is_sideways else (mark.x, mark.y)
        if not layer.is_stacked:
            yield mark, 0, value
            continue
        begin = tops.get((place, value < 0), 0)
        tops[place, value < 0] = begin + value
        yield mark, begin, begin + value


def _bars(layer: Layer, frame: Frame, number: int) -> str:
    return "".join(
        _bar(frame, stack, _color(frame, stack[0].color, number), is_sideways=layer.is_sideways)
        for stack in _stacked(layer)
    )


def _bar(frame: Frame, stack: Stack, color: str, *, is_sideways: bool) -> str:
    mark, begin, end = stack
    if is_sideways:
        thick = frame.y.width * (frame.bottom - frame.top) * _BAR
        x1, x2 = sorted((frame.across(begin), frame.across(end)))
        y = frame.up(mark.y) - thick / 2
        return _rect(x1, y, x2 - x1, thick, color, _told(mark))
    y1, y2 = sorted((frame.up(begin), frame.up(end)))
    if mark.x_end is not None:
        left, right = frame.across(mark.x) + 0.5, frame.across(mark.x_end) - 0.5
    else:
        wide = frame.x.width * (frame.right - frame.left) * _BAR or _THIN
        left = frame.across(mark.x) - wide / 2
        right = left + wide
    return _rect(left, y1, right - left, y2 - y1, color, _told(mark))


def _rect(x: float, y: float, width: float, height: float, color: str, told: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" '
        f'rx="1.5" style="fill:{color}">{told}</rect>'
    )


def _told(mark: Mark) -> str:
    """Return what is shown when one points at a mark."""
    from flowc.cards.chart_axes import number_text

    values = [v if isinstance(v, str) else number_text(v) for v in (mark.x, mark.y)]
    named = [*([mark.color] if mark.color else ()), *values]
    return markup.text("title", ", ".join(filter(None, named)))


def _groups(layer: Layer) -> dict[str | None, list[Mark]]:
    """Return the marks by colour, each in the order of x."""
    groups: dict[str | None, list[Mark]] = {}
    for mark in layer.rows:
        groups.setdefault(mark.color, []).append(mark)
    if layer.x.kind != "nominal":
        for marks in groups.values():
            marks.sort(key=lambda mark: mark.x)
    return groups


def _lines(layer: Layer, frame: Frame, number: int) -> Iterator[str]:
    for color, marks in _groups(layer).items():
        points = " ".join(f"{frame.across(m.x):.1f},{frame.up(m.y):.1f}" for m in marks)
        stroke = _color(frame, color, number)
        yield (
            f'<polyline points="{points}" style="fill:none;stroke:{stroke};stroke-width:2;'
            'stroke-linejoin:round"/>'
        )


def _areas(layer: Layer, frame: Frame, number: int) -> str:
    spans: dict[str | None, list[Stack]] = {}
    for mark, begin, end in _stacked(layer):
        spans.setdefault(mark.color, []).append((mark, begin, end))
    made = []
    for color, stacks in spans.items():
        if layer.x.kind != "nominal":
            stacks.sort(key=lambda stack: stack[0].x)
        upper = [(frame.across(mark.x), frame.up(end)) for mark, _, end in stacks]
        lower = [(frame.across(mark.x), frame.up(begin)) for mark, begin, _ in reversed(stacks)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *lower))
        fill = _color(frame, color, number)
        made.append(f'<polygon points="{points}" style="fill:{fill};fill-opacity:.7"/>')
    return "".join(made)


def _points(layer: Layer, frame: Frame, number: int) -> str:
    is_hollow = layer.mark == "point"
    made = []
    for mark in layer.rows:
        color = _color(frame, mark.color, number)
        style = f"fill:none;stroke:{color};stroke-width:1.6" if is_hollow else f"fill:{color}"
        x, y = frame.across(mark.x), frame.up(mark.y)
        made.append(_shape(layer.mark, x, y, style, _told(mark)))
    return "".join(made)


def _shape(kind: str, x: float, y: float, style: str, told: str) -> str:
    if kind == "square":
        box = f'x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"'
        return f'<rect {box} style="{style}">{told}</rect>'
    if kind == "tick":
        box = f'x="{x - 0.7:.1f}" y="{y - 7:.1f}" width="1.4" height="14"'
        return f'<rect {box} style="{style}">{told}</rect>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}" style="{style}">{told}</circle>'
