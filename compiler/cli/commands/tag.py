"""`flowc tag`: list, add, remove or replace the tags of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.lookup import find, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from flowc.client.run import Run

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.parser import Parser
    from compiler.cli.world import World

_ACTIONS = ("add", "remove", "replace", "list")


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "action", choices=_ACTIONS, help="replace takes two tags: what goes, and what comes"
    )
    place_argument(parser, "Flow/run", f"{'|'.join(_ACTIONS)} PATHSPEC [TAG ...]")
    lookup_options(parser)
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """Change the tags, and print those that the run has after that."""
    found, tags = find(args, world)
    if not isinstance(found, Run):
        raise UsageError(f"`{found.pathspec}` is no run: runs have tags, as in `Flow/run`")
    _refuse(args.action, tags)
    if args.action == "add":
        found.add_tags(tags)
    elif args.action == "remove":
        found.remove_tags(tags)
    elif args.action == "replace":
        found.replace_tag(tags[0], tags[1])
    if args.output == "json":
        document = {
            "pathspec": found.pathspec,
            "tags": sorted(found.user_tags),
            "system_tags": sorted(found.system_tags),
        }
        print_json("tags", document, world)
        return 0
    for tag in sorted(found.user_tags if args.action != "list" else found.tags):
        world.say(tag)
    return 0


def _refuse(action: str, tags: list[str]) -> None:
    wanted = {"list": 0, "replace": 2}.get(action)
    if wanted is not None and len(tags) != wanted:
        words = {0: "no tags", 2: "two tags: what goes, and what comes"}[wanted]
        raise UsageError(f"`flowc tag {action}` takes {words}")
    if wanted is None and not tags:
        raise UsageError(f"`flowc tag {action}` needs a tag")
