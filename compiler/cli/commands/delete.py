"""`flowc delete`: remove a deployment from its service, or what the service keeps of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.cli.deploying import acting, deployed_options
from compiler.cli.lookup import is_file
from compiler.cli.options import output_option
from compiler.cli.production import deployment_of, is_deployed, service_for
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.deploying import Service
    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "what",
        metavar="RUN|NAME",
        help="a run (Flow/run, or its id); or a deployment, by its name or its flow's FILE",
    )
    parser.add_argument("--yes", action="store_true", help="delete it without asking")
    parser.set_defaults(store=None)
    deployed_options(parser)
    output_option(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """Delete what is named, if that is wished."""
    service = service_for(args.what, args, world)
    if _is_deployment(args.what, service, world):
        return _delete_deployment(service, args, world)
    run_id = args.what.strip("/").rpartition("/")[2]
    if not _is_wished(f"delete the run {run_id}? its artifacts stay in the store", args, world):
        return 0
    service.deployer.delete_run(run_id)
    _say(f"deleted the run {run_id}", {"run": run_id}, args, world)
    return 0


def _is_deployment(word: str, service: Service, world: World) -> bool:
    if is_file(word, world):
        return True
    if "/" in word or not is_deployed(word, service):
        return False
    if service.deployer.status(word) is not None:
        raise UsageError(
            f"`{word}` is a run and a deployment: name the run as Flow/{word}, or the flow's file"
        )
    return True


def _delete_deployment(service: Service, args: Namespace, world: World) -> int:
    name = deployment_of(args.what, service, args, world)
    question = f"delete {name} from {service.deployer.place}? its runs stay"
    if not _is_wished(question, args, world):
        return 0
    changes = service.deployer.remove(name)
    said = "\n".join(f"deleted {change.kind} {change.name}" for change in changes)
    listed = [{"kind": change.kind, "name": change.name} for change in changes]
    _say(said, {"deployment": name, "objects": listed}, args, world)
    return 0


def _is_wished(question: str, args: Namespace, world: World) -> bool:
    if args.yes:
        return True
    if args.output == "json" or not world.can_ask():
        raise UsageError("nobody is asked here: say `--yes`")
    return world.ask(question)


def _say(text: str, document: dict[str, Any], args: Namespace, world: World) -> None:
    if args.output == "json":
        print_json("delete", document, world)
    else:
        world.say(text)
