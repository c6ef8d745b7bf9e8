"""The axes of charts: where a value lies, and what is written beside the axis."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_DAY = 86400
_STEPS = (1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_DAYS = (_DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY)
_MONTH = 30.4375 * _DAY
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)


class Bands:
    """An axis of names: each has a band of the same width."""

    is_continuous = False

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names in order."""
        self.names = list(names)
        self._at = {name: number for number, name in enumerate(self.names)}
        self.width = 1 / max(len(self.names), 1)

    def place(self, name: Any) -> float:
        """Return the middle of a name's band, from 0 to 1."""
        return (self._at[name] + 0.5) * self.width

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return the places and texts beside the axis; every other name if there are too many."""
        step = -(-len(self.names) // max(most, 1))
        return [(self.place(name), name) for name in self.names[::step]]


class Line:
    """An axis of numbers or of times, from `low` to `high`."""

    is_continuous = True
    width = 0.0

    def __init__(self, low: float, high: float, *, is_time: bool, is_exact: bool = False) -> None:
        """Span the values, up to round numbers unless `is_exact`."""
        if low == high:
            low, high = (low - 1, high + 1) if low else (0, 1)
        if not is_time and not is_exact:
            step = nice_step(high - low, 8)
            low, high = low // step * step, -(-high // step) * step
        self.low, self.high = low, high
        self._is_time = is_time

    def place(self, value: float) -> float:
        """Return where a value lies: 0 at the begin, 1 at the end, others beyond."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return the places and texts beside the axis, at most about `most`."""
        if self._is_time:
            marks = _moments(self.low, self.high, most)
        else:
            marks = [(value, self._text(value)) for value in _multiples(self, most)]
        return [(self.place(value), text) for value, text in marks]

    def _text(self, value: float) -> str:
        # All numbers of an axis have the same unit.
        return number_text(value, max(abs(self.low), abs(self.high)))


def _multiples(line: Line, most: int) -> list[float]:
    step = nice_step(line.high - line.low, most)
    first = -(-line.low // step)
    values = [(first + n) * step for n in range(int((line.high - line.low) / step) + 2)]
    return [value for value in values if value <= line.high + step / 1000]


def _moments(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return moments from `low` to `high`: round times of a day, days, or first days of months."""
    from time import gmtime, strftime

    span = high - low
    for step in (*_STEPS, *_DAYS):
        if span / step <= most:
            form = "%b %d" if step >= _DAY else "%H:%M" if step >= 60 else "%H:%M:%S"
            first = -(-low // step)
            times = [(first + n) * step for n in range(int(span / step) + 1)]
            return [(time, strftime(form, gmtime(time))) for time in times if time <= high]
    months = next((n for n in _MONTHS if span / (n * _MONTH) <= most), _MONTHS[-1])
    form = "%b %Y" if months < 12 else "%Y"
    return [(time, strftime(form, gmtime(time))) for time in _firsts(low, high, months)]


def _firsts(low: float, high: float, months: int) -> list[float]:
    """Return the beginnings of every so many months, counted from the year 0."""
    from calendar import timegm
    from time import gmtime

    begin, end = gmtime(low), gmtime(high)
    first = -(-(begin.tm_year * 12 + begin.tm_mon - 1) // months) * months
    numbers = range(first, end.tm_year * 12 + end.tm_mon, months)
    times = [timegm((n // 12, n % 12 + 1, 1, 0, 0, 0)) for n in numbers]
    return [float(time) for time in times if low <= time <= high]


def nice_step(span: float, most: int) -> float:
    """Return 1, 2 or 5 times a power of ten that divides `span` into at most `most` parts."""
    from math import floor, log10

    rough = span / max(most, 1)
    power: float = 10.0 ** floor(log10(rough))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= rough * 0.9999)


def number_text(value: float, largest: float | None = None) -> str:
    """Return a number as it stands beside an axis whose largest number is `largest`."""
    size = abs(value) if largest is None else largest
    if 0 < size < 1e-3 or size >= 1e15:
        return f"{value:.3g}"
    if size >= 1e5:
        for limit, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
            if size >= limit * 10 or limit == 1e3:
                return f"{value / limit:,.4g}{letter}" if value else "0"
    return f"{round(value, 6):,.6g}" if size < 1e3 else f"{value:,.0f}"
