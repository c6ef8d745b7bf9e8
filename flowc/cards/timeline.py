"""What happened, event by event, the newest first."""

from __future__ import annotations

import time

from flowc.cards import markup
from flowc.cards.component import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class EventsTimeline(MetaflowCardComponent):
    """Events with facts and, folded below them, further components.

    The newest `max_events` are shown; all are counted.
    """

    type = "eventsTimeline"
    REALTIME_UPDATABLE = True
    VALID_THEMES = frozenset(
        {"default", "success", "warning", "error", "info", "primary", "secondary", "tool_call"}
        | {"ai_response"}
    )

    def __init__(self, title: str | None = None, max_events: int = 100) -> None:
        """Begin without events."""
        self._title = title
        self._most = max_events
        self._events: list[dict[str, Any]] = []
        self._count = 0
        self._first: float | None = None
        self._last: float | None = None
        self._finished = False

    def update(
        self,
        event_data: dict[str, Any],
        style_theme: str | None = None,
        priority: str | None = None,
        payloads: dict[str, Any] | None = None,
        finished: bool | None = None,
    ) -> None:
        """Add an event: its facts, and components in `payloads`; or say that it was the last."""
        for name, payload in (payloads or {}).items():
            if not isinstance(payload, MetaflowCardComponent):
                kind = type(payload).__qualname__
                raise TypeError(f"the payload `{name}` is a `{kind}`, expected a component")
        now = time.time()
        event_data.setdefault("timestamp", now)
        event: dict[str, Any] = {"facts": event_data, "payloads": payloads or {}}
        event |= {"theme": style_theme, "priority": priority}
        self._events = [event, *self._events][: self._most]
        self._count += 1
        self._first, self._last = self._first or now, now
        self._finished = self._finished if finished is None else finished

    def get_stats(self) -> dict[str, Any]:
        """Return how many events there were, when, and how many a minute."""
        found: dict[str, Any] = {"total_events": self._count, "displayed_events": len(self._events)}
        found |= {"first_event": self._first, "last_update": self._last}
        found["finished"] = self._finished
        took = (self._last or 0) - (self._first or 0)
        if took > 0:
            found["events_per_minute"] = round(self._count / took * 60, 1)
            found["total_runtime_seconds"] = round(took, 1)
        return found

    def render(self) -> str:
        """Return the events."""
        state = "finished" if self._finished else "going on"
        note = f"{self._count:,} event{'s' * (self._count != 1)}, {state}"
        head = markup.text("b", self._title) + markup.text("span", note, "note")
        events = "".join(_event(event) for event in self._events)
        listed = markup.element("ol", events) if events else ""
        return markup.element("div", markup.element("div", head, "label") + listed, "timeline")


def _event(event: dict[str, Any]) -> str:
    from flowc.cards.components import html_of
    from flowc.cards.shown import time_text

    stated = dict(event["facts"])
    when = stated.pop("timestamp")
    shown = time_text(when) if isinstance(when, int | float) else when
    pairs = [(str(name), markup.escape(value)) for name, value in stated.items()]
    parts = [markup.text("time", shown), markup.facts(pairs)]
    for name, payload in event["payloads"].items():
        parts.append(markup.folded(str(name), "".join(html_of([payload]))))
    return markup.element("li", "".join(parts), event["theme"], event["priority"])
