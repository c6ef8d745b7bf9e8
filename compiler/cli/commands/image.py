"""`flowc image`: write the Dockerfile of the image that a flow runs in, and its ignore file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.files import write
from compiler.cli.options import reading_options
from compiler.cli.reading import compile_all, report_of
from compiler.cli.reporting import FINDINGS, has_failed, tell
from compiler.cli.world import UsageError
from compiler.dockerfile import Recipe, Stage, dockerfile, dockerignore, stages
from compiler.names import kebab
from compiler.version import VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from compiler.cli.reading import Unit
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow

REQUIREMENTS = "requirements.txt"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = (
        "Writes FLOW.Dockerfile, and FLOW.Dockerfile.dockerignore beside it, which BuildKit reads\n"
        f"instead of .dockerignore. A {REQUIREMENTS} in the project's root is installed as well."
    )
    reading_options(parser)
    parser.add_argument("--image", help="the name of the image, instead of FLOW:DIGEST")
    parser.add_argument("--store", help="where artifacts are kept: decides on the client installed")
    parser.add_argument("-o", dest="folder", help="write there (default: the project's root)")
    parser.add_argument("--stdout", action="store_true", help="print the Dockerfile, write nothing")
    parser.set_defaults(target=[], name=None)


def run(args: Namespace, world: World) -> int:
    """Write the two files of each flow and say how the images are built."""
    units = compile_all(args, world, emit=False)
    report = report_of(units, world)
    if has_failed(report, strict=False):
        tell(report, world)
        return FINDINGS
    for unit in units:
        for done in unit.result.flows:
            if done.flow is not None:
                _flow(done.flow, unit, args, world)
    return 0


def _flow(flow: Flow, unit: Unit, args: Namespace, world: World) -> None:
    recipe = _recipe(unit, args)
    if args.stdout:
        world.emit(dockerfile(flow, recipe))
        return
    found = stages(flow, recipe)
    if not found:
        raise UsageError(f"every step of {flow.name} names an image of its own: nothing to build")
    root = unit.project.root
    path = (world.path(args.folder) if args.folder else root) / f"{kebab(flow.name)}.Dockerfile"
    for file, text in (
        (path, dockerfile(flow, recipe)),
        (path.with_name(f"{path.name}.dockerignore"), dockerignore(flow, recipe)),
    ):
        world.say(f"{'wrote' if write(file, text) else 'unchanged'} {world.shown(file)}")
    for stage in found:
        world.say(_command(stage, world.shown(path), world.shown(root)))


def _recipe(unit: Unit, args: Namespace) -> Recipe:
    settings, root = unit.project.settings, unit.project.root
    return Recipe(
        version=VERSION,
        image=args.image or settings.image,
        store=args.store or settings.store,
        requirements=REQUIREMENTS if _is_file(root / REQUIREMENTS) else None,
    )


def _is_file(path: Path) -> bool:
    return path.is_file()


def _command(stage: Stage, path: str, root: str) -> str:
    from shlex import join

    words = ["docker", "build", "--file", path, "--target", stage.name, "--tag", stage.image, root]
    return f"  {join(words)}    # {', '.join(stage.steps)}"
