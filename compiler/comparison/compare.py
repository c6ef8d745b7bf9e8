"""What leads from one version of a flow to another, in the order in which a reviewer reads it.

steps that came, went, have another name; where steps go; what they are run with; the other parts
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from compiler.comparison.naming import names_in, renamed, renamings, targets_words
from compiler.comparison.summary import Concealed, Subject, Summary
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from compiler.comparison.summary import Settings, Step, Value


class Kind(StrEnum):
    """What happened to a part of a flow, or to one of its settings."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change: to the parts `names` as a whole, or, alike in all of them, to one `setting`.

    The schedule, and whatever else there is only one of, has no name. `before` and `after` are in
    words, None if there was, or is, nothing.
    """

    kind: Kind
    subject: Subject
    names: tuple[str, ...] = ()
    setting: str = ""
    before: str | None = None
    after: str | None = None


MOST_NAMES = 6
GOES_TO = "goes to"
AFTER = "comes after"


def compare(before: Summary, after: Summary) -> tuple[Difference, ...]:
    """Return what leads from `before` to `after`; of a flow that is new or gone, only that."""
    if before == after:
        return ()
    if before == Summary():
        return (Difference(kind=Kind.ADDED, subject=Subject.FLOW, after=_outline(after)),)
    if after == Summary():
        return (Difference(kind=Kind.REMOVED, subject=Subject.FLOW, before=_outline(before)),)
    return (*_steps(before, after), *_parts(before, after))


def _outline(summary: Summary) -> str:
    names = [step.name for step in summary.steps]
    words = [_counted(names)] if names else []
    parts = summary.parts
    words += [f"schedule {_listed(one)}" for one in parts.get(Subject.SCHEDULE, {}).values()]
    words += [f"trigger {name}" for name in parts.get(Subject.TRIGGER, {})]
    words += [f"parameter {name}" for name in parts.get(Subject.PARAMETER, {})]
    return "; ".join(words)


def _counted(names: list[str]) -> str:
    left = len(names) - MOST_NAMES
    if left > 1:
        return f"{len(names)} steps, {', '.join(names[:MOST_NAMES])} and {left} more"
    return f"{'step' if len(names) == 1 else 'steps'} {', '.join(names)}"


def _steps(before: Summary, after: Summary) -> Iterator[Difference]:
    new_names = renamings(before.steps, after.steps)
    old = {step.name: step for step in (renamed(one, new_names) for one in before.steps)}
    new = {step.name: step for step in after.steps}
    old_names = {name: was for was, name in new_names.items()}
    for name, step in new.items():
        if name in old_names:
            was = old_names[name]
            yield _of_step(Kind.RENAMED, (name,), before=was, after=name)
        elif name not in old:
            yield _of_step(Kind.ADDED, (name,), after=_description(step))
    for name in old:
        if name not in new:
            yield _of_step(Kind.REMOVED, (name,))
    both = [(old[name], step) for name, step in new.items() if name in old]
    ways = list(_ways(both, list(old), list(new)))
    yield from ways
    if not ways and len(both) == len(old) == len(new):
        yield from _inputs(both)
    yield from _together(_step_settings(both))


def _ways(
    pairs: Iterable[tuple[Step, Step]], old: list[str], new: list[str]
) -> Iterator[Difference]:
    for was, now in pairs:
        if was.targets != now.targets:
            words = targets_words(was, old), targets_words(now, new)
            yield _of_step(Kind.CHANGED, (now.name,), GOES_TO, *words)


def _inputs(pairs: Iterable[tuple[Step, Step]]) -> Iterator[Difference]:
    """Yield steps that are given other inputs although all steps go where they went."""
    for was, now in pairs:
        if was.sources != now.sources:
            yield _of_step(Kind.CHANGED, (now.name,), "inputs", was.sources, now.sources)


def _step_settings(pairs: Iterable[tuple[Step, Step]]) -> Iterator[Difference]:
    for was, now in pairs:
        for one in _settings(was.settings, now.settings):
            yield replace(one, subject=Subject.STEP, names=(now.name,))


def _together(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield what changed alike in several steps once, where it came first."""
    alike: dict[Difference, list[str]] = {}
    for one in found:
        alike.setdefault(replace(one, names=()), []).extend(one.names)
    for one, names in alike.items():
        yield replace(one, names=tuple(names))


def _parts(before: Summary, after: Summary) -> Iterator[Difference]:
    for subject in Subject:
        was, now = before.parts.get(subject, {}), after.parts.get(subject, {})
        for name in _keys(was, now):
            named = (name,) if name else ()
            for one in _part(was.get(name), now.get(name)):
                yield replace(one, subject=subject, names=named)


def _part(was: Settings | None, now: Settings | None) -> Iterator[Difference]:
    if was is None:
        yield Difference(kind=Kind.ADDED, subject=Subject.FLOW, after=_listed(now or {}))
    elif now is None:
        yield Difference(kind=Kind.REMOVED, subject=Subject.FLOW, before=_listed(was))
    else:
        yield from _settings(was, now)


def _settings(was: Settings, now: Settings) -> Iterator[Difference]:
    for name in _keys(was, now):
        old, new = was.get(name), now.get(name)
        if old != new:
            words = _words(old), _words(new)
            if words[0] == words[1]:
                words = words[0], f"{words[1]}, to another value"
            yield Difference(
                kind=Kind.CHANGED,
                subject=Subject.FLOW,
                setting=name,
                before=words[0],
                after=words[1],
            )


def _keys(was: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return list(dict.fromkeys([*now, *was]))


def _words(value: Value | None) -> str | None:
    if isinstance(value, Concealed):
        return f"set from {value.reference}" if value.reference else "set"
    return value


def _listed(settings: Settings) -> str:
    return "; ".join(f"{name}: {_words(value)}" for name, value in settings.items())


def _description(step: Step) -> str:
    words = [f"{AFTER} {', '.join(names_in(step.sources))}"] if step.sources else []
    return "; ".join(filter(None, [*words, _listed(step.settings)]))


def _of_step(
    kind: Kind,
    names: tuple[str, ...],
    setting: str = "",
    before: str | None = None,
    after: str | None = None,
) -> Difference:
    return Difference(
        kind=kind,
        subject=Subject.STEP,
        names=names,
        setting=setting,
        before=before,
        after=after,
    )
