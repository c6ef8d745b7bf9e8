"""Steps that have another name: found by where they stand, and followed to where they are named.

start → clean → end, start → tidy → end       clean is now tidy
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from compiler.comparison.summary import Step
from runtime_shim.protocol import parse_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

# What stands between names in sources and targets, and in words about the ways of a switch.
_NAME = re.compile(r"[^\^*~|,-]+")
_CASE = re.compile(r"(?<=→ )[^;]+")
_CASES = ("cases", "again")


def names_in(text: str) -> list[str]:
    """Return the steps that sources or targets name, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def renamed(step: Step, new_names: Mapping[str, str]) -> Step:
    """Return `step` with new names in the place of old ones, wherever it names a step."""
    settings = {
        name: _replaced(value, _CASE, new_names)
        if name in _CASES and isinstance(value, str)
        else value
        for name, value in step.settings.items()
    }
    return Step(
        name=new_names.get(step.name, step.name),
        sources=_replaced(step.sources, _NAME, new_names),
        targets=_replaced(step.targets, _NAME, new_names),
        settings=settings,
    )


def renamings(before: Sequence[Step], after: Sequence[Step]) -> dict[str, str]:
    """Return the new names of steps by the old ones.

    A step has a new name if it stands where a step is missing, and nothing else does; if several
    do, it has to be run with the same settings.
    """
    found: dict[str, str] = {}
    while True:
        more = _more_renamings(before, after, found)
        if not more:
            return found
        found |= more


def targets_words(step: Step, order: Sequence[str]) -> str:
    """Return where a step leads; `order` are all steps, of which one that came before is a loop."""
    try:
        targets = parse_targets(step.targets)
    except ValueError:
        return step.targets or "nothing"
    places = {name: place for place, name in enumerate(order)}
    here = places.get(step.name, len(order))
    words = [
        f"{one} again" if places.get(one, here) < here or one == step.name else one
        for one in targets.steps
    ]
    match targets.how:
        case "foreach":
            return f"{words[0]} for each item"
        case "switch":
            return "one of " + ", ".join(words)
        case "split":
            return " and ".join(words)
        case _:
            return words[0]


def _more_renamings(
    before: Sequence[Step], after: Sequence[Step], known: Mapping[str, str]
) -> dict[str, str]:
    was = [renamed(step, known) for step in before]
    gone = [step for step in was if step.name not in {one.name for one in after}]
    new = [step for step in after if step.name not in {one.name for one in was}]
    strange = {step.name: "?" for step in (*gone, *new)}

    def place(step: Step) -> Hashable:
        placed = renamed(step, strange)
        return placed.sources, placed.targets

    def place_and_settings(step: Step) -> Hashable:
        settings = renamed(step, strange).settings
        return place(step), tuple(sorted((k, repr(v)) for k, v in settings.items()))

    return _pairs(gone, new, place) or _pairs(gone, new, place_and_settings)


def _pairs(
    gone: Iterable[Step], new: Iterable[Step], key: Callable[[Step], Hashable]
) -> dict[str, str]:
    old_keys = {step.name: key(step) for step in gone}
    new_keys = {step.name: key(step) for step in new}
    single = {k for k, n in Counter(old_keys.values()).items() if n == 1}
    single &= {k for k, n in Counter(new_keys.values()).items() if n == 1}
    by_key = {k: name for name, k in new_keys.items()}
    return {name: by_key[k] for name, k in old_keys.items() if k in single}


def _replaced(text: str, pattern: re.Pattern[str], names: Mapping[str, str]) -> str:
    return pattern.sub(lambda found: names.get(found[0], found[0]), text)
