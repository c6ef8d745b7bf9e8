"""The cards that tasks have left in the store, to be read and opened."""

from __future__ import annotations

from importlib import import_module

from flowc.cards.naming import SUFFIX, card_parts
from runtime_shim import layout, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from runtime_shim.store.base import Store


class Card:
    """One card: an HTML file, which is read when it is asked for."""

    def __init__(self, store: Store, folder: str, name: str) -> None:
        """Know the card by its name in the task's folder; raises ValueError for other names."""
        self._store = store
        parts = card_parts(layout.name_of(name.removesuffix(SUFFIX)))
        if parts is None or not name.endswith(SUFFIX):
            raise ValueError(f"`{name}` is no card")
        self.number, self.type, self.id = parts
        self.path = f"{folder}/{name}"

    def get(self) -> str:
        """Return the card's HTML."""
        return self._store.read(self.path).decode(errors="replace")

    def view(self) -> None:
        """Open the card in a browser, from a temporary file that is left for it."""
        import webbrowser

        webbrowser.open(f"file://{self.temporary()}")

    def temporary(self) -> str:
        """Write the card to a temporary file and return the file's path."""
        import os
        import tempfile

        handle, path = tempfile.mkstemp(prefix=f"{self.type}-", suffix=".html")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self.get())
        return path

    def _repr_html_(self) -> str:
        return _framed(self.get())

    def __repr__(self) -> str:
        named = f", id={self.id!r}" if self.id else ""
        return f"<Card {self.type!r}{named} at '{self.path}'>"


class CardContainer:
    """The cards of a task, in the order of its decorators; notebooks show them all."""

    def __init__(self, cards: list[Card]) -> None:
        """Hold the cards."""
        self._cards = cards

    def __len__(self) -> int:
        return len(self._cards)

    def __iter__(self) -> Iterator[Card]:
        return iter(self._cards)

    def __getitem__(self, number: int) -> Card:
        return self._cards[number]

    def __repr__(self) -> str:
        return repr(self._cards)

    def _repr_html_(self) -> str:
        return "".join(card._repr_html_() for card in self._cards)


def get_cards(
    task: Any, id: str | None = None, type: str | None = None, follow_resumed: bool = True
) -> CardContainer:
    """Return the cards of a task, which is a Task or a path such as `TrainFlow/12/train/0`.

    A task that was cloned has the cards of the one that ran, unless `follow_resumed` is false.
    Raises MetaflowNotFound if there is no such task.
    """
    client = import_module("flowc.client")
    if isinstance(task, str):
        task = client.Task(task, _namespace_check=False)
    if not isinstance(task, client.Task):
        raise TypeError(f"{task!r} is no Task, and no path of one")
    flow, run, step, path = task.pathspec.split("/")
    return cards_of(
        client.objects.store_of(task), (flow, run, step, path), id, type, follow_resumed
    )


def cards_of(
    store: Store,
    task: tuple[str, str, str, str],
    id: str | None = None,
    type: str | None = None,
    follow_resumed: bool = True,
) -> CardContainer:
    """Return the cards of the task (flow, run, step, path), in the order of its decorators."""
    folder = layout.task_key(*task)
    if follow_resumed:
        manifest = records.read(store, layout.manifest(*task))
        origin = manifest and manifest["cloned"]
        folder = layout.task_key(task[0], origin, *task[2:]) if origin else folder
    names = [name for name in store.children(folder) if name.endswith(SUFFIX)]
    known = (_card(store, folder, name) for name in names)
    found = [card for card in known if card is not None]
    wanted = [card for card in found if id in {None, card.id} and type in {None, card.type}]
    return CardContainer(sorted(wanted, key=lambda card: card.number))


def _card(store: Store, folder: str, name: str) -> Card | None:
    try:
        return Card(store, folder, name)
    except ValueError:
        return None


def _framed(html: str) -> str:
    """Return a whole file as a part of a notebook, which it cannot reach into."""
    from flowc.cards.markup import escape

    frame = "width:100%;height:34rem;border:1px solid #8884;border-radius:8px"
    return f'<iframe sandbox="" style="{frame}" srcdoc="{escape(html)}"></iframe>'
