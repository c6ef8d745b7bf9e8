"""The names that cards are stored under, which say their type, number and id.

default.0            the first card of the step
blank.1.metrics      the second, `@card(type="blank", id="metrics")`
"""

from __future__ import annotations

from runtime_shim.layout import name_of, segment

SUFFIX = ".card.html"


def card_name(number: int, kind: str, id: str | None) -> str:
    """Return the name of a card."""
    parts = [_part(kind), str(number), *([] if id is None else [_part(id)])]
    return ".".join(parts)


def card_parts(name: str) -> tuple[int, str, str | None] | None:
    """Return the number, type and id of a card by its name; None if it is no name of a card."""
    kind, _, rest = name.partition(".")
    number, has_id, id = rest.partition(".")
    if not number.isdecimal():
        return None
    return int(number), name_of(kind), name_of(id) if has_id else None


def _part(text: str) -> str:
    return segment(text).replace(".", "%2E")
