"""`flowc targets`: list the targets, and what each makes of every construct, or why it cannot."""

from __future__ import annotations

import json
from textwrap import wrap
from typing import TYPE_CHECKING

from compiler.backends.base import Capability, Support
from compiler.cli.options import output_option
from compiler.cli.world import UsageError
from compiler.names import suggest
from compiler.registry import backend, backend_names

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.backends.base import Backend
    from compiler.cli.world import World

WIDTH = 100
MARKS = {Support.YES: "yes", Support.NOT_YET: "not yet", Support.NEVER: "never"}


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("target", nargs="?", help="only this target")
    output_option(parser)


def run(args: Namespace, world: World) -> int:
    """Print the table of each target."""
    backends = [found for name in _names(args.target) if (found := backend(name)) is not None]
    if args.output == "json":
        document = {"format": "flowc.targets/1", "targets": [_document(b) for b in backends]}
        world.emit(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return 0
    for i, target in enumerate(backends):
        if i:
            world.say()
        _print(target, world)
    return 0


def _names(wanted: str | None) -> tuple[str, ...]:
    names = backend_names()
    if wanted is None:
        return names
    if wanted not in names:
        near = suggest(wanted, names)
        hint = f"did you mean `{near}`?" if near else f"the targets are: {', '.join(names)}"
        raise UsageError(f"there is no target `{wanted}`; {hint}")
    return (wanted,)


def _print(target: Backend, world: World) -> None:
    palette = world.palette(world.out)
    world.say(palette.paint(palette.strong, f"{target.name}: {target.title}"))
    wide = max((len(known.construct) for known in target.capabilities), default=0)
    for known in target.capabilities:
        style = palette.help if known.support is Support.YES else palette.warning
        mark = palette.paint(style, f"{MARKS[known.support]:<7}")
        first, *rest = wrap(known.reason, max(WIDTH - wide - 13, 30)) or [""]
        world.say(f"  {mark}  {known.construct:<{wide}}  {first}".rstrip())
        for line in rest:
            world.say(" " * (wide + 13) + line)


def _document(target: Backend) -> dict[str, object]:
    return {
        "name": target.name,
        "title": target.title,
        "capabilities": [_capability(known) for known in target.capabilities],
    }


def _capability(known: Capability) -> dict[str, str]:
    return {
        "construct": known.construct,
        "support": known.support.value,
        "reason": known.reason,
    }
