"""What starts runs, read from a Sensor: the events that it waits for, and what it takes from them.

{dependencies: [{name: data-ready, eventName: data_ready}], …}    data_ready
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from compiler.comparison.words import event_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.comparison.summary import Settings

_ARGUMENT = re.compile(r"spec\.arguments\.parameters\.([0-9]+)\.value")


def triggers(spec: Mapping[str, Any]) -> dict[str, Settings]:
    """Return the triggers of a Sensor by their events."""
    events = {one.get("name"): _event(one) for one in spec.get("dependencies") or ()}
    found: dict[str, Settings] = {}
    for trigger in spec.get("triggers") or ():
        template = trigger.get("template") or {}
        names = str(template.get("conditions") or "").split(" && ")
        words = " and ".join(str(events.get(name, name)) for name in names)
        found[words] = dict(_parameters(template.get("argoWorkflow") or {}, events))
    return found


def _event(dependency: Mapping[str, Any]) -> str:
    if dependency.get("eventName") != "run-succeeded":
        return str(dependency.get("eventName"))
    filters = (dependency.get("filters") or {}).get("data") or ()
    wanted = {_label(one): _plain(one) for one in filters}
    return event_words("", wanted.get("flow", "?"), wanted.get("project"), wanted.get("branch"))


def _label(condition: Mapping[str, Any]) -> str:
    """Return the last part of the label that a filter looks at: `flow` of `flowc.dev/flow`."""
    return str(condition.get("path")).rpartition("/")[2]


def _plain(condition: Mapping[str, Any]) -> str:
    """Return the text that a filter's regular expression stands for."""
    pattern = " ".join(map(str, condition.get("value") or ()))
    return re.sub(r"\\(.)", r"\1", pattern.removeprefix("^").removesuffix("$"))


def _parameters(submit: Mapping[str, Any], events: Mapping[Any, str]) -> Iterator[tuple[str, str]]:
    run = (submit.get("source") or {}).get("resource") or {}
    listed = ((run.get("spec") or {}).get("arguments") or {}).get("parameters") or ()
    for one in submit.get("parameters") or ():
        place = _ARGUMENT.fullmatch(str(one.get("dest")))
        if place and int(place[1]) < len(listed):
            source = one.get("src") or {}
            field = str(source.get("dataKey")).removeprefix("body.")
            event = events.get(source.get("dependencyName"), "?")
            yield str(listed[int(place[1])].get("name")), f"{field} of {event}"
