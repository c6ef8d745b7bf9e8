"""`current.card`: the cards of a step, while it runs and when it has ended.

    current.card.append(Markdown("# Results"))        to the card that needs no name
    current.card["plots"].append(Image(png))          to the one of `@card(id="plots")`
    current.card.refresh()                            writes it as it is now

Nothing about a card stops a step: what cannot be done is said on stderr.
"""

from __future__ import annotations

import time

from flowc.cards.component import warn
from flowc.cards.kinds import BlankCard
from flowc.cards.step_card import Components, StepCard, client_task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from flowc.cards.step_card import Clock, Write


class CardCollector:
    """All cards of a step; what is said to it goes to the one card that needs no name.

    That is the only one that takes components, or the only one of these without an `id`, or the one
    with `customize=True`.
    """

    def __init__(
        self, declared: Sequence[Mapping[str, Any]], write: Write, clock: Clock = time.monotonic
    ) -> None:
        """Take what each `@card` declares, in order, and what writes a card under a name."""
        self._cards = [StepCard(n, one, write, clock) for n, one in enumerate(declared)]
        self._default = self._choose()
        self._said: set[str] = set()

    def append(self, component: Any, id: str | None = None) -> None:
        """Add a component to the card that needs no name."""
        card = self._named_by_nobody("append")
        if card is not None:
            card.append(component, id)

    def extend(self, components: Iterable[Any]) -> None:
        """Add several components to the card that needs no name."""
        card = self._named_by_nobody("extend")
        if card is not None:
            card.extend(components)

    @property
    def components(self) -> Components:
        """Return the components of the card that needs no name."""
        card = self._named_by_nobody("components")
        return Components() if card is None else card.components

    def clear(self) -> None:
        """Leave out the components of the card that needs no name."""
        card = self._named_by_nobody("clear")
        if card is not None:
            card.clear()

    def refresh(self, data: Any = None, force: bool = False) -> None:
        """Write the card that needs no name as it is now."""
        card = self._named_by_nobody("refresh")
        if card is not None:
            card.refresh(data, force)

    def get(self, type: str | None = None) -> list[StepCard]:
        """Return the cards of a type."""
        return [card for card in self._cards if card.type == type]

    def __getitem__(self, id: str) -> Any:
        """Return the card with an id; a list that nobody reads if there is none."""
        found = [card for card in self._cards if card.id == id]
        if len(found) == 1:
            return found[0]
        self._say(f"[{id}]", f"`current.card[{id!r}]` is not shown: {_why_none(id, len(found))}")
        return _Nowhere()

    def __setitem__(self, id: str, components: Iterable[Any]) -> None:
        """Let a card have these components, and no others."""
        card = self[id]
        card.clear()
        card.extend(list(components))

    def __len__(self) -> int:
        return len(self._cards)

    def finish(
        self,
        facts: Mapping[str, Any],
        artifacts: Mapping[str, Callable[[], Any]],
        task_pathspec: str,
    ) -> None:
        """Write every card of a task that has ended.

        `facts` is the task's manifest with `failure`, or what is known of it; `artifacts` reads
        each artifact. Nothing that goes wrong is raised.
        """
        from flowc.cards.report import TaskFacts

        task = TaskFacts(facts, artifacts, task_pathspec)
        for card in self._cards:
            card.finish(
                task, lambda: client_task(task_pathspec), has_failed=bool(facts.get("failure"))
            )

    def _choose(self) -> StepCard | None:
        editable = [card for card in self._cards if card.is_editable]
        customized = [card for card in editable if card.customize]
        if len(editable) > 1 and len(customized) > 1:
            warn("several cards have `customize=True`, which one alone can have")
        without_id = [card for card in editable if card.id is None]
        for candidates in (editable, customized, without_id):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def _named_by_nobody(self, method: str) -> StepCard | None:
        if self._default is None:
            self._say(method, f"`current.card.{method}` does nothing: {self._why_no_default()}")
        return self._default

    def _why_no_default(self) -> str:
        if not self._cards:
            return "the step has no card: write `@card` above `@step`"
        if len(self._cards) > 1:
            return "the step has several cards; give them ids, and write `current.card[id]`"
        only = self._cards[0]
        if only.kind is None:
            return f"there is no card of type `{only.type}`"
        return f"a card of type `{only.type}` takes no components"

    def _say(self, topic: str, message: str) -> None:
        if topic not in self._said:
            self._said.add(topic)
            warn(message)


class _Nowhere(StepCard):
    """A card that is not there: whatever is said to it is forgotten."""

    def __init__(self) -> None:
        super().__init__(0, {"type": BlankCard.type}, lambda name, html: None, lambda: 0.0)


def _why_none(id: str, count: int) -> str:
    if count:
        return f"{count} cards have the id {id!r}"
    return f"the step has no `@card(id={id!r})`"
