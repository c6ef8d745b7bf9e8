"""A slow, independent judge of block structure: shrink a graph by rules until nothing is left.

Each rule replaces one closed block by the step it begins with. A graph is block-structured if and
only if it shrinks to that one step. No dominators, no order: only the rules of the language.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.ir.graph import ForEach, Graph, Switch
from compiler.ir.shape import targets


@dataclass
class _Region:
    """A step, or a block that began with it: what it does at its end, and where it goes."""

    kind: str
    targets: list[str]
    joins: bool


def is_block_structured(graph: Graph) -> bool:
    """Say whether `graph` is made of closed blocks."""
    regions = {
        step.task.name: _Region(
            kind=_kind(step.transition), targets=list(targets(step)), joins=step.takes_inputs
        )
        for step in graph.steps
    }
    while any(_shrink(regions, name, graph.start) for name in list(regions) if name in regions):
        pass
    left = regions.get(graph.start)
    return len(regions) == 1 and left is not None and left.kind == "end" and not left.joins


def _kind(transition: object) -> str:
    match transition:
        case None:
            return "end"
        case ForEach():
            return "items"
        case Switch():
            return "switch"
        case _:
            return "go"


def _shrink(regions: dict[str, _Region], name: str, start: str) -> bool:
    """Apply one rule to the block that begins with `name`; say whether one applied."""
    region = regions[name]
    rules = {"go": _sequence, "split": _split, "items": _items, "switch": _switch, "end": _never}
    kind = "split" if region.kind == "go" and len(region.targets) > 1 else region.kind
    return rules[kind](regions, name, start)


def _before(regions: dict[str, _Region], name: str, start: str) -> list[str]:
    """Return what goes to `name`; a run enters the first step from outside."""
    found = [other for other, region in regions.items() if name in region.targets]
    return [*found, ""] if name == start else found


def _take(regions: dict[str, _Region], name: str, follower: str) -> bool:
    """Let the block of `name` go on as `follower` does."""
    taken = regions.pop(follower)
    regions[name] = _Region(kind=taken.kind, targets=taken.targets, joins=regions[name].joins)
    return True


def _never(regions: dict[str, _Region], name: str, start: str) -> bool:
    return False


def _sequence(regions: dict[str, _Region], name: str, start: str) -> bool:
    (after,) = regions[name].targets
    if after == name or regions[after].joins or _before(regions, after, start) != [name]:
        return False
    return _take(regions, name, after)


def _is_arm(regions: dict[str, _Region], arm: str, opener: str, start: str) -> bool:
    """Say whether `arm` is one closed block that only `opener` leads to."""
    region = regions[arm]
    alone = _before(regions, arm, start) == [opener]
    return alone and not region.joins and region.kind == "go" and len(region.targets) == 1


def _split(regions: dict[str, _Region], name: str, start: str) -> bool:
    arms = regions[name].targets
    for join in {*arms, *(t for arm in arms for t in regions[arm].targets)}:
        inner = [arm for arm in arms if arm != join]
        closed = all(_is_arm(regions, arm, name, start) for arm in inner)
        if not closed or any(regions[arm].targets != [join] for arm in inner):
            continue
        ways = {*inner, *([name] if join in arms else [])}
        if join == name or not regions[join].joins or set(_before(regions, join, start)) != ways:
            continue
        for arm in inner:
            del regions[arm]
        return _take(regions, name, join)
    return False


def _items(regions: dict[str, _Region], name: str, start: str) -> bool:
    (body,) = regions[name].targets
    if not _is_arm(regions, body, name, start):
        return False
    (join,) = regions[body].targets
    if join in (body, name) or not regions[join].joins or _before(regions, join, start) != [body]:
        return False
    del regions[body]
    return _take(regions, name, join)


def _switch(regions: dict[str, _Region], name: str, start: str) -> bool:
    region = regions[name]
    if name in region.targets and len(region.targets) > 1 and not region.joins:
        region.targets.remove(name)
        return True
    if len(region.targets) == 1 and region.targets != [name]:
        region.kind = "go"
        return True
    for arm in region.targets:
        if arm != name and _is_arm(regions, arm, name, start):
            (after,) = regions[arm].targets
            if after not in (arm, name):
                del regions[arm]
                region.targets = list(
                    dict.fromkeys(after if t == arm else t for t in region.targets)
                )
                return True
    return False
