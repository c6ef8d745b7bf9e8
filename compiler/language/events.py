"""The events that start runs, from `@trigger` and `@trigger_on_finish`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.ir.settings import Event, Pairs, Trigger
from compiler.language.literals import Obstacle, as_json, shown
from compiler.language.rules_arguments import UNUSABLE_VALUE, WRONG_ARGUMENT_TYPE
from compiler.language.values import Code, Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.language.arguments import Arguments

_FLOW_NAME = re.compile(r"[A-Za-z0-9_]+")
_EVENT_KEYS = ("name", "parameters")
_FLOW_KEYS = ("name", "project", "project_branch")


def trigger_of(arguments: Arguments) -> Trigger | None:
    """Return what `@trigger` waits for: all of its events."""
    return _trigger(arguments, ("event", "events"), _event)


def trigger_on_finish_of(arguments: Arguments) -> Trigger | None:
    """Return what `@trigger_on_finish` waits for: the ends of all of its flows."""
    return _trigger(arguments, ("flow", "flows"), _finish)


def _trigger(
    arguments: Arguments,
    names: tuple[str, str],
    read: Callable[[Arguments, str, Folded], Event | None],
) -> Trigger | None:
    name = arguments.one_of(*names)
    if name is None:
        example = f'`@{arguments.call.name}({names[0]}="…")`'
        arguments.missing(f"{arguments.subject} does not say what to wait for", f"write {example}")
        return None
    events = [event for part in _parts(arguments, name) if (event := read(arguments, name, part))]
    _check_repeated(arguments, name, events)
    if not events:
        return None
    return Trigger(
        events=tuple(events), options=arguments.table("options"), span=arguments.call.span
    )


def _parts(arguments: Arguments, name: str) -> tuple[Folded, ...]:
    """Return the single event of `event=`, or those of `events=`."""
    whole = arguments.folded(name)
    if whole is not None and name in ("event", "flow"):
        return (whole,)
    value = arguments.value(name)
    if value is None:
        return ()
    if not isinstance(value, Items):
        arguments.wrong(name, "a list")
        return ()
    if not value.items:
        arguments.missing(f"`{name}` of {arguments.subject} is empty", f"name one in `{name}`")
    return value.items


def _event(arguments: Arguments, name: str, value: Folded) -> Event | None:
    span = arguments.span(name, value)
    entries = _entries(arguments, name, value, _EVENT_KEYS)
    event = _text(arguments, name, entries.get("name"), value)
    if event is None:
        return None
    return Event(
        name=event, parameters=_parameters(arguments, name, entries.get("parameters")), span=span
    )


def _finish(arguments: Arguments, name: str, value: Folded) -> Event | None:
    span = arguments.span(name, value)
    entries = _entries(arguments, name, value, _FLOW_KEYS)
    text = _text(arguments, name, entries.get("name"), value)
    if text is None:
        return None
    dotted = text.split(".")
    if len(dotted) == 2 or (len(dotted) > 2 and isinstance(value, Table)):
        _refuse_name(arguments, name, text, value)
        return None
    project, branch = _deployment(arguments, name, entries)
    if len(dotted) > 2:
        project, branch = dotted[0], ".".join(dotted[1:-1])
    if not _FLOW_NAME.fullmatch(dotted[-1]):
        _refuse_name(arguments, name, text, value)
        return None
    return Event(flow=dotted[-1], project=project, branch=branch, span=span)


def _deployment(
    arguments: Arguments, name: str, entries: dict[str, Folded]
) -> tuple[str | None, str | None]:
    texts = [
        _text(arguments, name, entries[key], entries[key]) if key in entries else None
        for key in ("project", "project_branch")
    ]
    return texts[0], texts[1]


def _refuse_name(arguments: Arguments, name: str, text: str, value: Folded) -> None:
    arguments.report(
        UNUSABLE_VALUE,
        f"`{text}` does not name a flow",
        arguments.span(name, value),
        "write `MyFlow`, or `project.branch.MyFlow`",
    )


def _entries(
    arguments: Arguments, name: str, value: Folded, keys: tuple[str, ...]
) -> dict[str, Folded]:
    """Return the entries of the dict `value`; a plain text is its name."""
    if not isinstance(value, Table):
        return {"name": value}
    entries = {key.value: entry for key, entry in value.entries if isinstance(key.value, str)}
    for key in entries:
        if key not in keys:
            known = ", ".join(f"`{known}`" for known in keys)
            arguments.unusable(name, f"has an entry `{key}`", f"its entries are {known}")
    return {key: entry for key, entry in entries.items() if entry != Known(value=None)}


def _text(arguments: Arguments, name: str, value: Folded | None, whole: Folded) -> str | None:
    if isinstance(value, Known) and isinstance(value.value, str) and value.value:
        return value.value
    if isinstance(value, Unknown | Code):
        arguments.unknown(name, value)
    elif value is None:
        arguments.missing(f"an entry of `{name}` has no `name`", 'write `{"name": "…"}`')
    else:
        arguments.report(
            WRONG_ARGUMENT_TYPE,
            f"`{name}` of {arguments.subject} contains {shown(value)}, not a name",
            arguments.span(name, whole),
            'write a text, or `{"name": "…"}`',
        )
    return None


def _parameters(arguments: Arguments, name: str, value: Folded | None) -> Pairs:
    """Return (parameter, field) pairs from a dict, or from a list of names and of such pairs."""
    if value is None:
        return ()
    if isinstance(value, Unknown | Code):
        arguments.unknown(name, value)
        return ()
    plain = as_json(value)
    listed = list(plain.items()) if isinstance(plain, dict) else plain
    pairs = [_pair(part) for part in listed] if isinstance(listed, list) else [None]
    if None in pairs:
        _refuse_parameters(arguments, name, value, plain)
    return tuple(pair for pair in pairs if pair)


def _pair(part: object) -> tuple[str, str] | None:
    match part:
        case str():
            return part, part
        case (str(parameter), str(field)) | [str(parameter), str(field)]:
            return parameter, field
        case _:
            return None


def _refuse_parameters(arguments: Arguments, name: str, value: Folded, plain: object) -> None:
    reason = plain.what if isinstance(plain, Obstacle) else "it does not pair texts with texts"
    arguments.report(
        WRONG_ARGUMENT_TYPE,
        f"`parameters` in `{name}` of {arguments.subject} cannot be read: {reason}",
        arguments.span(name, value),
        'write `{"parameter": "field of the event"}`',
    )


def _check_repeated(arguments: Arguments, name: str, events: list[Event]) -> None:
    seen: set[tuple[str, str, str | None, str | None]] = set()
    for event in events:
        key = (event.name, event.flow, event.project, event.branch)
        if key in seen:
            arguments.unusable(name, f"names `{event.name or event.flow}` twice", "name it once")
        seen.add(key)
