"""`flowc golden`: compare committed expected output with what flowc makes now, or update it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.cli.differences import difference
from compiler.cli.files import ENCODING, write
from compiler.cli.goldens import Case, Difference, cases, differences
from compiler.cli.options import output_option
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
    output_option(parser)


def run(args: Namespace, world: World) -> int:
    """Compare or update every golden file of the folder."""
    found = _cases(args, world)
    wrong = [one for case in found for one in differences(case)]
    if args.action == "update":
        _refuse_in_ci(world)
        _update(wrong)
    if args.output == "json":
        world.emit(_json(found, wrong, world))
    else:
        _say(found, wrong, args, world)
    return FINDINGS if wrong and args.action == "check" else 0


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


def _refuse_in_ci(world: World) -> None:
    if world.environ.get("CI"):
        raise UsageError("golden files are not updated in CI (`CI` is set): update and commit them")


def _update(wrong: list[Difference]) -> None:
    for one in wrong:
        if one.wanted is None:
            one.path.unlink()
        else:
            write(one.path, one.wanted.decode(ENCODING, "surrogateescape"))


def _say(found: list[Case], wrong: list[Difference], args: Namespace, world: World) -> None:
    if args.action == "update":
        for one in wrong:
            world.say(f"{'removed' if one.wanted is None else 'wrote'} {world.shown(one.path)}")
        world.say(f"{counted(len(found), 'golden case')}, {counted(len(wrong), 'file')} changed")
        return
    for one in wrong:
        _tell(one, world)
    if wrong:
        world.tell("help: if the change is meant, run `flowc golden update` and read its diff")
    else:
        world.say(f"{counted(len(found), 'golden case')} as expected")


def _tell(one: Difference, world: World) -> None:
    name = world.shown(one.path)
    world.tell(f"{name} is {_state(one)}")
    if one.found is not None and one.wanted is not None:
        old, new = (data.decode(ENCODING, "replace") for data in (one.found, one.wanted))
        world.emit(difference(name, old, new, world.palette(world.out)))


def _state(one: Difference) -> str:
    if one.found is None:
        return "missing"
    return "stale: nothing makes it any more" if one.wanted is None else "different"


def _json(found: list[Case], wrong: list[Difference], world: World) -> str:
    files = [{"path": world.shown(one.path), "state": _state(one).split(":")[0]} for one in wrong]
    document = {"format": "flowc.golden/1", "cases": len(found), "files": files}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
