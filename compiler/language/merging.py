"""What several decorators ask for together: of two numbers the larger, of two texts the same.

@resources(cpu=4, memory=8000)
@kubernetes(cpu=8, image="train:1")     →  Compute(cpu="8", memory="8000", image="train:1")
"""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.settings import Compute
from compiler.language import rules_decorators as rules
from compiler.language.compute import NUMBERS
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY_LENGTHS = {
    "node_selector": 1,
    "labels": 1,
    "annotations": 1,
    "volumes": 1,
    "target_options": 2,
}
"""How many of an entry's first parts name it; the last is its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the decorator `name` asks for."""

    name: str
    compute: Compute


def merged(asked: Sequence[Asked]) -> tuple[Compute, tuple[Diagnostic, ...]]:
    """Return what all of `asked` ask for together, and where they contradict one another."""
    if not asked:
        return Compute(), ()
    total = asked[0]
    found: list[Diagnostic] = []
    for one in asked[1:]:
        merge = _Merge(first=total, second=one)
        total = Asked(name=one.name, compute=merge.result())
        found.extend(merge.found)
    return replace(total.compute, span=asked[0].compute.span), tuple(found)


@dataclass(slots=True, kw_only=True)
class _Merge:
    first: Asked
    second: Asked
    found: list[Diagnostic] = field(default_factory=list)

    def result(self) -> Compute:
        names = [part.name for part in fields(Compute) if part.name != "span"]
        return Compute(**{name: self._field(name) for name in names}, span=self.second.compute.span)

    def _field(self, name: str) -> Any:
        one, other = getattr(self.first.compute, name), getattr(self.second.compute, name)
        if name in NUMBERS:
            return _larger(one, other)
        if name == "tmpfs":
            return one or other
        if name in _KEY_LENGTHS:
            return self._entries(name, one, other)
        if isinstance(one, tuple):
            return tuple(dict.fromkeys((*one, *other)))
        if one is not None and other is not None and one != other:
            self._conflict(f"`{name}`", one, other)
        return other if one is None else one

    def _entries(self, name: str, one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
        length = _KEY_LENGTHS[name]
        known = {entry[:length]: entry[length] for entry in one}
        for entry in other:
            key, value = entry[:length], entry[length]
            if known.setdefault(key, value) != value:
                self._conflict(f"`{key[-1]}` in `{name}`", known[key], value)
        return tuple((*key, value) for key, value in known.items())

    def _conflict(self, what: str, one: Any, other: Any) -> None:
        self.found.append(
            Diagnostic(
                rule=rules.CONFLICTING_DECORATORS,
                message=(
                    f"{what} is `{one}` for `@{self.first.name}` "
                    f"and `{other}` for `@{self.second.name}`"
                ),
                span=self.second.compute.span,
                labels=(Label(span=self.first.compute.span, text=f"`{one}` is asked for here"),),
                help="give it once, or the same value twice",
            )
        )


def _larger(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return other if one is None else one
    return one if float(one) >= float(other) else other
