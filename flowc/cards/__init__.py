"""Cards: reports that a step leaves behind, each one HTML file that needs nothing else.

    @card
    @step
    def train(self):
        current.card.append(Markdown("# Results"))
        current.card.append(Table([["accuracy", 0.93]]))

Components keep what they are given and become HTML when a card is written. Whatever data they show
is escaped; the only markup is that of their own.
"""

from __future__ import annotations

from flowc.cards.component import MetaflowCardComponent
from flowc.cards.components import (
    Artifact,
    Error,
    Image,
    Markdown,
    ProgressBar,
    PythonCode,
    Table,
    ValueBox,
    VegaChart,
)
from flowc.cards.kinds import BlankCard, DefaultCard, ErrorCard, MetaflowCard, PageComponent
from flowc.cards.timeline import EventsTimeline
from flowc.cards.viewers import JSONViewer, YAMLViewer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "Artifact",
    "BlankCard",
    "DefaultCard",
    "Error",
    "ErrorCard",
    "EventsTimeline",
    "Image",
    "JSONViewer",
    "Markdown",
    "MetaflowCard",
    "MetaflowCardComponent",
    "PageComponent",
    "ProgressBar",
    "PythonCode",
    "Table",
    "ValueBox",
    "VegaChart",
    "YAMLViewer",
    "get_cards",
]


def __getattr__(name: str) -> Any:
    """Import `get_cards`, which needs the client, when it is asked for."""
    if name == "get_cards":
        from flowc.cards.stored import get_cards

        return get_cards
    raise AttributeError(f"module `flowc.cards` has no attribute `{name}`")
