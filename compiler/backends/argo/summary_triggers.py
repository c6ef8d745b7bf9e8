"""What starts runs, read from a Sensor: the events that it waits for, and what it takes from them.

{dependencies: [{name: data-ready, eventName: data_ready}], …}    data_ready
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.backends.argo.summary_reading import table, tables, text, texts
from compiler.comparison.words import event_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.backends.argo.summary_reading import Document
    from compiler.comparison.summary import Settings

_ARGUMENT = re.compile(r"spec\.arguments\.parameters\.([0-9]{1,6})\.value")


def triggers(spec: Document) -> dict[str, Settings]:
    """Return the triggers of a Sensor by their events."""
    events = {text(one, "name"): _event(one) for one in tables(spec, "dependencies")}
    found: dict[str, Settings] = {}
    for trigger in tables(spec, "triggers"):
        names = text(table(trigger, "template"), "conditions").split(" && ")
        words = " and ".join(events.get(name, name) for name in names)
        found[words] = dict(_parameters(table(trigger, "template", "argoWorkflow"), events))
    return found


def _event(dependency: Document) -> str:
    if dependency.get("eventName") != "run-succeeded":
        return text(dependency, "eventName")
    filters = tables(dependency, "filters", "data")
    wanted = {_label(one): _plain(one) for one in filters}
    return event_words("", wanted.get("flow", "?"), wanted.get("project"), wanted.get("branch"))


def _label(condition: Document) -> str:
    """Return the last part of the label that a filter looks at: `flow` of `flowc.dev/flow`."""
    return text(condition, "path").rpartition("/")[2]


def _plain(condition: Document) -> str:
    """Return the text that a filter's regular expression stands for."""
    pattern = " ".join(texts(condition, "value"))
    return re.sub(r"\\(.)", r"\1", pattern.removeprefix("^").removesuffix("$"))


def _parameters(submit: Document, events: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = tables(submit, "source", "resource", "spec", "arguments", "parameters")
    for one in tables(submit, "parameters"):
        place = _ARGUMENT.fullmatch(text(one, "dest"))
        if place and int(place[1]) < len(known):
            source = table(one, "src")
            field = text(source, "dataKey").removeprefix("body.")
            event = events.get(text(source, "dependencyName"), "?")
            yield text(known[int(place[1])], "name"), f"{field} of {event}"
