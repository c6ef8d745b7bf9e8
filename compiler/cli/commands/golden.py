"""`flowc golden`: compare committed expected output with what flowc makes now, or update it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.differences import difference
from compiler.cli.files import ENCODING, write
from compiler.cli.goldens import Case, Difference, cases, differences
from compiler.cli.projects import Projects
from compiler.cli.reporting import FINDINGS
from compiler.cli.world import UsageError
from compiler.config.model import DEFAULTS
from compiler.report.model import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", choices=("check", "update"), help="compare, or write anew")
    parser.add_argument(
        "folder",
        nargs="?",
        help="the folder of the golden files (default: `golden` of the configuration)",
    )


def run(args: Namespace, world: World) -> int:
    """Compare or update every golden file of the folder."""
    found = _cases(args, world)
    wrong = [(case, one) for case in found for one in differences(case)]
    if args.action == "update":
        return _update(found, [one for _, one in wrong], world)
    for _, one in wrong:
        _tell(one, world)
    if wrong:
        world.tell("help: if the change is meant, run `flowc golden update` and read its diff")
        return FINDINGS
    world.say(f"{counted(len(found), 'golden case')} as expected")
    return 0


def _cases(args: Namespace, world: World) -> list[Case]:
    project = Projects().above(world.cwd)
    folder = _folder(args.folder, world, project.root if project else world.cwd)
    if folder is None:
        name = project.settings.golden if project else DEFAULTS.golden
        folder = (project.root if project else world.cwd) / name
    found = cases(folder, project)
    if not found:
        raise UsageError(
            f"`{world.shown(folder)}` has no golden case; make `CASE/flow.py` there, or set "
            "`flows` in the configuration"
        )
    return found


def _folder(name: str | None, world: World, root: Path) -> Path | None:
    if name is None:
        return None
    folder = world.path(name)
    if not folder.is_dir() and folder != root:
        raise UsageError(f"`{name}` is no folder")
    return folder


def _update(found: list[Case], wrong: list[Difference], world: World) -> int:
    if world.environ.get("CI"):
        raise UsageError("golden files are not updated in CI (`CI` is set): update and commit them")
    for one in wrong:
        if one.wanted is None:
            one.path.unlink()
            world.say(f"removed {world.shown(one.path)}")
        else:
            write(one.path, one.wanted.decode(ENCODING, "surrogateescape"))
            world.say(f"wrote {world.shown(one.path)}")
    world.say(f"{counted(len(found), 'golden case')}, {counted(len(wrong), 'file')} changed")
    return 0


def _tell(one: Difference, world: World) -> None:
    name = world.shown(one.path)
    if one.found is None:
        world.tell(f"{name} is missing")
        return
    if one.wanted is None:
        world.tell(f"{name} is stale: nothing makes it any more")
        return
    old, new = (data.decode(ENCODING, "replace") for data in (one.found, one.wanted))
    world.tell(f"{name} differs")
    world.emit(difference(name, old, new, world.palette(world.out)))
