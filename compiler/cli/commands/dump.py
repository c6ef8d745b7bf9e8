"""`flowc dump`: print the names of a task's artifacts, and a line of each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.cli.columns import print_table
from compiler.cli.lookup import find_only, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.cli.values import importable, short, tasks_of
from compiler.names import suggest
from runtime_shim.errors import ArtifactError

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from flowc.client.artifact import DataArtifact
    from flowc.client.task import Task


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    place_argument(parser, "Flow/run/step/task, a step, or a run for what it ends with")
    parser.add_argument(
        "--include", metavar="NAMES", help="only these artifacts, separated by commas"
    )
    lookup_options(parser)
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """Print a table a task."""
    found = find_only(args, world)
    tasks = tasks_of(found)
    wanted = args.include.split(",") if args.include else None
    with importable(found, world):
        dumped = [(task, [_shown(a) for a in _chosen(task, wanted)]) for task in tasks]
    if args.output == "json":
        print_json("dump", {"tasks": [_document(*each) for each in dumped]}, world)
        return 0
    for place, (task, values) in enumerate(dumped):
        world.say("\n" * bool(place) + task.pathspec)
        print_table(("artifact", "type", "value"), values, world)
    return 0


def _chosen(task: Task, wanted: list[str] | None) -> list[DataArtifact]:
    there = list(task)
    names = [artifact.id for artifact in there]
    for name in wanted or ():
        if name not in names:
            near = suggest(name, names)
            hint = f"; did you mean `{near}`?" if near else ""
            raise ArtifactError(f"{task} has no artifact `{name}`{hint}")
    return [artifact for artifact in there if wanted is None or artifact.id in wanted]


def _shown(artifact: DataArtifact) -> tuple[str, str, str]:
    try:
        return artifact.id, artifact.type, short(artifact.data)
    except ArtifactError as error:
        return artifact.id, artifact.type, f"<{error}>"


def _document(task: Task, values: list[tuple[str, str, str]]) -> dict[str, Any]:
    listed = [{"name": name, "type": kind, "repr": text} for name, kind, text in values]
    return {"task": task.pathspec, "artifacts": listed}
