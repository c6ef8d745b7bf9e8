"""Cron expressions: the six fields of Amazon EventBridge as the five that every scheduler reads.

    cron_of("0/15 9-17 ? * 2-6 *")     →  "*/15 9-17 * * 1-5"
    cron_of("30 6 * * 1-5")            →  "30 6 * * 1-5"

EventBridge counts days of the week from 1, which is Sunday, where cron counts from 0, and writes
`a/b` for "every b, from a on" (user guide, "Cron expressions").
"""

from __future__ import annotations

import re

from compiler.records import dataclass

HOURLY = "0 * * * *"
DAILY = "0 0 * * *"
WEEKLY = "0 0 * * 0"

_WORDED = {
    "@hourly": HOURLY,
    "@daily": DAILY,
    "@midnight": DAILY,
    "@weekly": WEEKLY,
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7))
_NAMES = ("minute", "hour", "day of the month", "month", "day of the week")
_DAY_OF_WEEK = 4
_FOREIGN = re.compile(r"[LW#]")
_WORDS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Why an expression cannot be written with five fields."""

    problem: str


def cron_of(expression: str) -> str | Foreign:
    """Return `expression` with five fields; what is not an expression at all is left as it is."""
    text = expression.strip()
    wrapped = re.fullmatch(r"cron\((.*)\)", text)
    fields = (wrapped[1] if wrapped else text).split()
    if text.startswith("@"):
        return _WORDED.get(text.lower()) or Foreign(problem=f"`{text}` has no such fields")
    for name, field in zip(_NAMES, fields, strict=False):
        if _FOREIGN.search(_WORDS.sub("", field)):
            return Foreign(problem=f"the {name} is `{field}`")
    return _from_six(fields) if len(fields) == 6 else _from_five(fields)


def _from_five(fields: list[str]) -> str:
    plain = ["*" if field == "?" else field for field in fields]
    if len(plain) == 5:
        plain[_DAY_OF_WEEK] = ",".join(map(_sunday_is_0, plain[_DAY_OF_WEEK].split(",")))
    return " ".join(plain)


def _sunday_is_0(part: str) -> str:
    """Return a part of the days of the week without 7, which Argo does not take for Sunday."""
    found = re.fullmatch(r"(?:([0-6])-)?7(?:/([1-7]))?", part)
    if found is None:
        return part
    first, step = int(found[1] or 7), int(found[2] or 1)
    return ",".join(str(day) for day in sorted({day % 7 for day in range(first, 8, step)}))


def _from_six(fields: list[str]) -> str | Foreign:
    if fields[5] not in ("*", "?"):
        return Foreign(problem=f"it names the year `{fields[5]}`")
    return " ".join(_field(index, field) for index, field in enumerate(fields[:5]))


def _field(index: int, field: str) -> str:
    if field == "?":
        return "*"
    return ",".join(_part(index, part) for part in field.split(","))


def _part(index: int, part: str) -> str:
    """Return one part of a field: a value, a range, or either with a step."""
    first, last = _RANGES[index]
    values, slash, step = part.partition("/")
    if slash and values.isdecimal():
        values = "*" if int(values) == first else f"{values}-{last}"
    if index == _DAY_OF_WEEK:
        values = "-".join(_day(value) for value in values.split("-"))
    return f"{values}{slash}{step}"


def _day(value: str) -> str:
    return str(int(value) - 1) if value.isdecimal() and 1 <= int(value) <= 7 else value
