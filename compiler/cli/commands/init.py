"""`flowc init`: start a project with a flow, a configuration, golden files and a CI job."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.cli.files import write
from compiler.cli.scaffold import files
from compiler.cli.world import UsageError
from compiler.version import VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", nargs="?", default=".", help="the project's folder (default: .)")


def run(args: Namespace, world: World) -> int:
    """Write the project, then compile it for the first time."""
    folder = world.path(args.folder)
    texts = files(VERSION)
    present = [name for name in (*texts, "golden", "deploy") if (folder / name).exists()]
    if present:
        listed = ", ".join(f"`{name}`" for name in present)
        raise UsageError(f"{listed} exist in `{world.shown(folder)}` already; nothing was written")
    inside = replace(world, cwd=folder)
    world.say(f"A new project in `{args.folder}`:")
    for name, text in texts.items():
        write(folder / name, text)
        world.say(f"wrote {name}")
    status = _first_outputs(inside)
    world.say(f"\nNext: {_change_folder(args.folder)}flowc check, flowc explain flows/hello.py")
    return status


def _first_outputs(world: World) -> int:
    from compiler.cli.main import main

    status = main(["compile"], world)
    # A new project's goldens are written wherever it is made, also in CI.
    without_ci = {name: value for name, value in world.environ.items() if name != "CI"}
    return status or main(["golden", "update"], replace(world, environ=without_ci))


def _change_folder(name: str) -> str:
    from shlex import quote

    return "" if name == "." else f"cd {quote(name)}, "
