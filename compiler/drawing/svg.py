"""A flow as an SVG picture, drawn without any other program; follows the reader's colour scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never
from xml.sax.saxutils import escape, quoteattr

from compiler.drawing.figure import PADDING, ROW, Box, Frame, Line, Shape, lay_out, text_width

if TYPE_CHECKING:
    from compiler.ir.nodes import Flow

MARGIN, TITLE = 20.0, 30.0
STYLE = """\
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; }
  .small { font-size: 11px; fill: #59636e; }
  .step { fill: #ddf4ff; stroke: #0969da; }
  .frame { fill: none; stroke: #8c959f; stroke-dasharray: 4 3; }
  .way { fill: none; stroke: #59636e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9198a1; } .step { fill: #0c2d4d; stroke: #58a6ff; }
    .frame { stroke: #6e7681; } .way { stroke: #9198a1; }
  }
"""
ARROW = (
    '<marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#59636e"/></marker>'
)


def draw_svg(flow: Flow) -> str:
    """Return the whole document."""
    figure = lay_out(flow.body)
    wide = max(figure.width, text_width(flow.name) * 1.2) + 2 * MARGIN
    tall = figure.height + TITLE + 2 * MARGIN
    left = (wide - figure.width) / 2
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(wide)}" height="{_n(tall)}" '
        f'viewBox="0 0 {_n(wide)} {_n(tall)}" role="img" aria-label={_attribute(flow.name)}>'
    )
    return "\n".join(
        [
            opening,
            f"<style>\n{STYLE}</style>",
            f"<defs>{ARROW}</defs>",
            f'<text class="title" x="{_n(MARGIN)}" y="{_n(MARGIN + 10)}">{_text(flow.name)}</text>',
            f'<g transform="translate({_n(left)} {_n(MARGIN + TITLE)})">',
            *(_shape(shape) for shape in figure.shapes),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Box():
            return _box(shape)
        case Frame():
            return _frame(shape)
        case Line():
            return _line(shape)
        case _:
            assert_never(shape)


def _box(box: Box) -> str:
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    title = f"<title>{_text(box.title)}</title>" if box.title else ""
    return (
        f'<g>{title}<rect class="step" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}" rx="7"/><text x="{_n(middle_x)}" y="{_n(middle_y + 4.5)}" '
        f'text-anchor="middle">{_text(box.text)}</text></g>'
    )


def _frame(frame: Frame) -> str:
    drawn = (
        f'<rect class="frame" x="{_n(frame.x)}" y="{_n(frame.y)}" width="{_n(frame.width)}" '
        f'height="{_n(frame.height)}" rx="9"/><text class="small" x="{_n(frame.x + 10)}" '
        f'y="{_n(frame.y + 17)}">{_text(frame.text)}</text>'
    )
    return f"<g>{drawn}{_way_back(frame) if frame.again else ''}</g>"


def _way_back(frame: Frame) -> str:
    """Return the way from the bottom of the frame's body, around its right side, to its top."""
    right, middle = frame.x + frame.width - 8, frame.x + frame.width / 2
    top, bottom = frame.y + ROW, frame.y + frame.height - PADDING
    path = (
        f"M{_n(middle)} {_n(bottom)} V{_n(bottom + 8)} H{_n(right)} V{_n(top - 8)} "
        f"H{_n(middle + 12)} V{_n(top)}"
    )
    return f'<path class="way" d="{path}" marker-end="url(#arrow)"/>'


def _line(line: Line) -> str:
    half = (line.to_y - line.y) / 2
    path = (
        f"M{_n(line.x)} {_n(line.y)} C{_n(line.x)} {_n(line.y + half)} "
        f"{_n(line.to_x)} {_n(line.to_y - half)} {_n(line.to_x)} {_n(line.to_y)}"
    )
    marker = ' marker-end="url(#arrow)"' if line.arrow else ""
    drawn = f'<path class="way" d="{path}"{marker}/>'
    if line.text:
        # Beside the way, on its outer side.
        side, anchor = (-5, "end") if line.to_x < line.x else (5, "start")
        drawn += (
            f'<text class="small" x="{_n(line.to_x + side)}" y="{_n(line.to_y - 8)}" '
            f'text-anchor="{anchor}">{_text(line.text)}</text>'
        )
    return drawn


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in text))


def _attribute(text: str) -> str:
    return quoteattr("".join(c if c.isprintable() else " " for c in text))
