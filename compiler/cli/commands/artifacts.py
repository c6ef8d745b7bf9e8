"""`flowc artifacts`: list the artifacts of a task, or print or save the value of one."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from compiler.cli.columns import print_table
from compiler.cli.lookup import find, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.cli.values import Writers, as_json, importable, tasks_of
from compiler.cli.world import UsageError
from flowc.client.words import bytes_text
from flowc.exception import MetaflowNotFound

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.lookup import Found
    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from flowc.client.artifact import DataArtifact
    from flowc.client.task import Task


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    place_argument(
        parser, "Flow/run/step/task, a step, or a run for what it ends with", "PATHSPEC [NAME]"
    )
    parser.add_argument("--save", metavar="FILE", help="pickle the value of NAME into FILE")
    lookup_options(parser)
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """Print the list, or the value."""
    found, names = find(args, world)
    if len(names) > 1:
        raise UsageError(f"one artifact at a time: unexpected argument `{names[1]}`")
    if args.save and not names:
        raise UsageError("`--save` needs the name of the artifact")
    tasks = tasks_of(found)
    if names:
        _print_values(names[0], tasks, found, args, world)
    else:
        _list(tasks, args, world)
    return 0


def _list(tasks: list[Task], args: Namespace, world: World) -> None:
    writers = Writers()
    rows = [(task, artifact, writers.of(artifact)) for task in tasks for artifact in task]
    if args.output == "json":
        documents = [{**_document(artifact), "written_by": writer} for _, artifact, writer in rows]
        print_json("artifacts", {"artifacts": documents}, world)
        return
    columns = ("task", "artifact", "type", "size", "written by")
    cells = [
        (t.id * (len(tasks) > 1), a.id, a.type, bytes_text(a.size), writer) for t, a, writer in rows
    ]
    print_table(columns, cells, world)


def _print_values(
    name: str, tasks: list[Task], found: Found, args: Namespace, world: World
) -> None:
    artifacts = [task[name] for task in tasks]
    if args.save:
        _save(artifacts, found, args.save, world)
        return
    with importable(found, world):
        values = [(artifact, artifact.data) for artifact in artifacts]
        if args.output == "json":
            documents = [_with_value(*each) for each in values]
            print_json("artifacts", {"artifacts": documents}, world)
            return
        for artifact, value in values:
            where = f"{artifact.parent.id}: " if len(values) > 1 else ""
            world.say(f"{where}{value!r}")


def _save(artifacts: list[DataArtifact], found: Found, name: str, world: World) -> None:
    if len(artifacts) > 1:
        raise MetaflowNotFound(
            f"{found} has {len(artifacts)} tasks: name one of them to save its value"
        )
    path = world.path(name)
    with importable(found, world):
        data = pickle.dumps(artifacts[0].data, protocol=5)
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"`{world.shown(path)}` cannot be written: {reason}") from error
    world.tell(f"wrote {world.shown(path)} ({bytes_text(len(data))})")


def _document(artifact: DataArtifact) -> dict[str, Any]:
    return {
        "task": artifact.parent.pathspec,
        "name": artifact.id,
        "type": artifact.type,
        "size": artifact.size,
        "sha": artifact.sha,
    }


def _with_value(artifact: DataArtifact, value: object) -> dict[str, Any]:
    try:
        return {**_document(artifact), "value": as_json(value)}
    except (ValueError, TypeError, RecursionError):
        return {**_document(artifact), "repr": repr(value)}
