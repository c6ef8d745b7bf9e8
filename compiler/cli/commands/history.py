"""`flowc history`: list the deployments of a flow, or print the files of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.cli.columns import print_table
from compiler.cli.deploying import acting
from compiler.cli.lookup import looking
from compiler.cli.options import output_option
from compiler.cli.recorded import numbered, recorded, recorded_options, store_for, word_and_number
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from compiler.report.model import counted
from flowc.client.words import time_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.storage.deployments import Deployment

SHOWN = 20
_DIGITS = 12


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    recorded_options(parser, "FILE|NAME [NUMBER]")
    parser.add_argument(
        "--limit",
        type=int,
        default=SHOWN,
        metavar="N",
        help=f"at most N of them (default: {SHOWN})",
    )
    parser.epilog = "With NUMBER, the files of that deployment are printed."
    output_option(parser)


@looking
@acting
def run(args: Namespace, world: World) -> int:
    """Print the table, the JSON, or the files."""
    word, number = word_and_number(args)
    if args.limit < 1:
        raise UsageError("`--limit` is a number from 1")
    store = store_for(word, args, world)
    if number is None:
        _list(recorded(word, args, store, world, args.limit), args, world)
    else:
        _print(_only(recorded(word, args, store, world), word), number, args, world)
    return 0


def _list(groups: Sequence[list[Deployment]], args: Namespace, world: World) -> None:
    found = [one for each in groups for one in reversed(each)]
    if args.output == "json":
        print_json("history", {"deployments": [_document(one) for one in found]}, world)
        return
    places = {one.identity for one in found}
    columns = ("name", "target", "n", "when", "who", "place", "source", "what changed")
    rows = [
        (
            one.name if len(groups) > 1 else "",
            one.target if len({each[0].target for each in groups}) > 1 else "",
            str(one.number),
            time_text(one.created),
            one.user,
            one.place if len(places) > 1 else "",
            one.digest[:_DIGITS],
            changed_words(one),
        )
        for one in found
    ]
    print_table(columns, rows, world)


def changed_words(one: Deployment) -> str:
    """Return what was new in a deployment, in a few words."""
    back = [f"back to {one.back_to}"] if one.back_to else []
    first = list(one.changes[:1])
    left = len(one.changes) - 1
    return ": ".join(back + first) + (f" and {counted(left, 'more change')}" if left > 0 else "")


def _print(group: list[Deployment], number: int, args: Namespace, world: World) -> None:
    one = numbered(group, number)
    if args.output == "json":
        files = [{"path": path, "text": text} for path, text in one.files]
        print_json("deployment", {**_document(one), "files": files, "ir": one.ir}, world)
        return
    for i, (path, text) in enumerate(one.files):
        if i and path.endswith((".yaml", ".yml")):
            world.emit("---\n")
        world.emit(text)


def _only(groups: Sequence[list[Deployment]], word: str) -> list[Deployment]:
    if len(groups) > 1:
        listed = ", ".join(f"`{each[0].name}` on {each[0].target}" for each in groups)
        raise UsageError(f"`{word}` is deployed as {listed}: add `--name`, or `--target`")
    return groups[0]


def _document(one: Deployment) -> dict[str, Any]:
    return {
        "flow": one.flow,
        "name": one.name,
        "target": one.target,
        "place": one.place,
        "identity": one.identity,
        "number": one.number,
        "created": one.created,
        "user": one.user,
        "version": one.version,
        "digest": one.digest,
        "changes": list(one.changes),
        "back_to": one.back_to,
        "paths": [path for path, _ in one.files],
    }
