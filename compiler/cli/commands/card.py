"""`flowc card`: list the cards of a task, step or run; open one in a browser, print or save it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from compiler.cli.columns import print_table
from compiler.cli.lookup import find_only, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from flowc.cards.stored import Card, get_cards
from flowc.client.run import Run
from flowc.client.step import Step
from flowc.exception import MetaflowNotFound

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from compiler.cli.lookup import Found
    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from flowc.client.task import Task

_ACTIONS = ("view", "get", "list")
_MOST_NAMED = 6


class Made(NamedTuple):
    """A card, and the task that it is of."""

    task: Task
    card: Card


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", choices=_ACTIONS, help="get prints the HTML")
    place_argument(parser, "Flow/run/step/task, a step or a run", f"{'|'.join(_ACTIONS)} PATHSPEC")
    parser.add_argument("--id", help="the one of `@card(id=…)`")
    parser.add_argument("--type", help="only cards of this type")
    parser.add_argument("-o", dest="file", metavar="FILE", help="write the HTML to FILE")
    lookup_options(parser)
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """List the cards, or print, save or open the one that is meant."""
    found = find_only(args, world)
    cards = [
        Made(task, card) for task in _tasks(found) for card in get_cards(task, args.id, args.type)
    ]
    if args.action == "list":
        _list(cards, args, world)
        return 0
    if args.output == "json":
        raise UsageError(
            f"`flowc card {args.action}` answers with HTML: `--output json` is of list"
        )
    html = _only(cards, found).card.get()
    if args.file:
        _save(world.path(args.file), html, world)
    if args.action == "get":
        if not args.file:
            world.emit(html)
        return 0
    _open(html, args, world)
    return 0


def _tasks(found: Found) -> Iterator[Task]:
    if isinstance(found, Run):
        for step in reversed(list(found)):
            yield from _tasks(step)
    elif isinstance(found, Step):
        yield from reversed(list(found))
    else:
        yield found


def _only(cards: list[Made], found: Found) -> Made:
    if not cards:
        raise MetaflowNotFound(f"{found} has no such card: `flowc card list {found.pathspec}`")
    if len(cards) > 1:
        named = "".join(f"\n  {_words(made)}" for made in cards[:_MOST_NAMED])
        more = f"\n  and {len(cards) - _MOST_NAMED:,} more" if len(cards) > _MOST_NAMED else ""
        raise MetaflowNotFound(f"{found} has {len(cards):,} cards, name one of them:{named}{more}")
    return cards[0]


def _words(made: Made) -> str:
    """Return the words that name a card alone."""
    named = f" --id {made.card.id}" if made.card.id else f" --type {made.card.type}"
    return f"{made.task.pathspec}{named}"


def _list(cards: list[Made], args: Namespace, world: World) -> None:
    if args.output == "json":
        documents = [
            {"task": task.pathspec, "type": card.type, "id": card.id, "path": card.path}
            for task, card in cards
        ]
        print_json("cards", {"cards": documents}, world)
        return
    rows = [(task.pathspec, card.type, card.id or "") for task, card in cards]
    print_table(("task", "type", "id"), rows, world)


def _open(html: str, args: Namespace, world: World) -> None:
    """Open the card in a browser if there is one to see it; say where its file is in any case."""
    import webbrowser

    path = str(world.path(args.file)) if args.file else _temporary(html)
    if not args.file:
        world.say(path)
    if _has_display(world):
        webbrowser.open(f"file://{path}")


def _has_display(world: World) -> bool:
    if sys.platform in {"darwin", "win32"}:
        return True
    return any(world.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _temporary(html: str) -> str:
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="card-", suffix=".html", delete=False
    ) as file:
        file.write(html)
    return file.name


def _save(path: Path, html: str, world: World) -> None:
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"`{world.shown(path)}` cannot be written: {reason}") from error
    world.tell(f"wrote {world.shown(path)}")
