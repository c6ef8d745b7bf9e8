"""Findings for people: each with its line of source, carets below the place, and what helps.

flow.py:14:13: FLC203 [unassigned-artifact] no step before `train` assigns `rows`
14 |         fit(self.rows)
   |             ^^^^^^^^^
help: assign `self.rows` in `start`, or declare it as a Parameter
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Severity
from compiler.report.columns import shown, underlined
from compiler.report.model import Report, place, summary
from compiler.report.palette import PLAIN, Palette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.source import Source, Span


def text_report(report: Report, palette: Palette = PLAIN) -> str:
    """Return the findings with their frames, then the summary; "" if there are none."""
    blocks = [_finding(found, report.sources, palette) for found in report.diagnostics]
    if not blocks:
        return ""
    return "\n".join([*blocks, palette.paint(palette.strong, summary(report.diagnostics)), ""])


def headline(found: Diagnostic, palette: Palette = PLAIN) -> str:
    """Return the first line of a finding: place, severity unless an error, code, message."""
    where = place(found.span.path, found.span.line, found.span.column)
    severity = found.rule.severity
    word = "" if severity is Severity.ERROR else f"{severity.value}: "
    code = palette.paint(_style(severity, palette), word + found.rule.code)
    start = f"{palette.paint(palette.strong, shown(where))}: " if where else ""
    return f"{start}{code} [{found.rule.slug}] {_one_line(found.message)}"


def _finding(found: Diagnostic, sources: Mapping[str, Source], palette: Palette) -> str:
    gutter = max((len(str(span.line)) for span in _places(found)), default=1)
    frame = _Frames(sources, gutter, palette)
    lines = [headline(found, palette)]
    lines += frame.frame(found.span, "^", "", _style(found.rule.severity, palette))
    path = found.span.path
    for label in found.labels:
        if label.span.path != path and label.span.line:
            path = label.span.path
            lines.append(palette.paint(palette.faint, f"in {shown(path)}:"))
        lines += frame.frame(label.span, "-", _one_line(label.text), palette.note)
    lines += _help(found.help, palette)
    return "\n".join(lines) + "\n"


class _Frames:
    """Draws lines of source with what is marked in them, all with a gutter of one width."""

    def __init__(self, sources: Mapping[str, Source], gutter: int, palette: Palette) -> None:
        self.sources = sources
        self.gutter = gutter
        self.palette = palette

    def frame(self, span: Span, mark: str, text: str, style: str) -> list[str]:
        """Return the first line of `span` and the marks below it; [] without such a line."""
        source = self.sources.get(span.path)
        if source is None or not 0 < span.line <= len(source.lines):
            return []
        line = source.line(span.line)
        end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
        above, below = underlined(line, span.column - 1, end, mark)
        marks = self.palette.paint(style, f"{below.lstrip(' ')} {text}".rstrip())
        indent = " " * (len(below) - len(below.lstrip(" ")))
        return [
            f"{self._side(str(span.line))} {above}".rstrip(),
            f"{self._side('')} {indent}{marks}",
        ]

    def _side(self, number: str) -> str:
        return self.palette.paint(self.palette.faint, f"{number:>{self.gutter}} |")


def _help(text: str, palette: Palette) -> list[str]:
    if not text:
        return []
    first, *rest = text.strip("\n").split("\n")
    word = palette.paint(palette.help, "help:")
    return [f"{word} {shown(first)}", *(f"      {shown(line)}".rstrip() for line in rest)]


def _places(found: Diagnostic) -> list[Span]:
    spans = [found.span, *(label.span for label in found.labels)]
    return [span for span in spans if span.line]


def _one_line(text: str) -> str:
    return shown(text.replace("\r\n", "⏎").replace("\n", "⏎"))


def _style(severity: Severity, palette: Palette) -> str:
    match severity:
        case Severity.ERROR:
            return palette.error
        case Severity.WARNING:
            return palette.warning
        case Severity.NOTE:
            return palette.note
