"""Reads the command line of `flowc trigger`, in which a flow's parameters are options.

Of a FILE they are known by their types, and refused before anything is sent. Of a deployment only
the names are known: its parameters are given as the texts that travel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import RunRequest
from compiler.cli.deploying import project_here, service_of
from compiler.cli.flags import Flags, param_pair
from compiler.cli.production import deployed
from compiler.cli.projects import Projects
from compiler.cli.reading import check_one, report_of
from compiler.cli.records_json import print_json
from compiler.cli.reporting import has_failed
from compiler.cli.starting import Refused, only_flow
from compiler.cli.world import UsageError
from compiler.records import dataclass
from runtime_shim.protocol import carry_json
from runtime_shim.where import user_name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from compiler.backends.deploying import Started
    from compiler.cli.deploying import Service
    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow

_HELP = frozenset(("-h", "--help"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggering:
    """What is to be started, and with what: `tags` are the author's."""

    arguments: Namespace
    service: Service
    deployment: str
    parameters: Mapping[str, str]
    tags: tuple[str, ...]


def read_triggering(parser: Parser, argv: Sequence[str], world: World) -> Triggering:
    """Read what `argv` asks to start; raises UsageError, Finished, Refused, DeployError."""
    asks_for_help = bool(_HELP & set(argv))
    plain = [word for word in argv if word not in _HELP]
    first, extra = parser.parse_known_args(plain)
    words = [*first.flows, *(word for word in extra if not word.startswith("-"))]
    if not words:
        if asks_for_help:
            parser.print_help()
        raise UsageError(f"name a flow's file, or a deployment\n{parser.format_usage().rstrip()}")
    file = next((word for word in words if word.endswith(".py")), None)
    if file is not None:
        return _of_file(parser, plain, first, world.path(file), world, asks_for_help)
    return _of_deployment(parser, plain, first, world, asks_for_help)


def checked_flow(path: Path, args: Namespace, world: World) -> Flow:
    """Return the one flow of a file; raises UsageError, or Refused if it has errors."""
    unit = check_one(path, args, world)
    report = report_of([unit], world)
    if has_failed(report, strict=False):
        raise Refused(report, args.output)
    flow = only_flow(unit, world)
    if flow is None:
        raise Refused(report, args.output)
    return flow


def request_of(
    asked: Triggering, variables: Mapping[str, str], world: World, run: str | None = None
) -> RunRequest:
    """Return what the service is asked for; tags travel only if the command adds some."""
    own = asked.arguments.tag
    tags = {"FLOWC_TAGS": carry_json(list(dict.fromkeys((*asked.tags, *own))))} if own else {}
    return RunRequest(
        deployment=asked.deployment,
        parameters=asked.parameters,
        run=run,
        variables={**variables, **tags},
        user=user_name(world.environ),
    )


def say_started(asked: Triggering, started: Started, world: World) -> None:
    """Print the id of a run that was started, and say how it is followed."""
    if asked.arguments.output == "json":
        document = {
            "deployment": asked.deployment,
            "run": started.run,
            "is_new": started.is_new,
            "url": started.url or None,
        }
        print_json("trigger", document, world)
        return
    world.say(started.run)
    verb = "is started" if started.is_new else "was started before"
    world.tell(f"the run {started.run} of {asked.deployment} {verb}")
    if started.url:
        world.tell(f"  open    {started.url}")
    world.tell(f"  follow  flowc status {started.run} --target {asked.service.name} --watch")


def _of_file(
    parser: Parser, argv: list[str], first: Namespace, path: Path, world: World, asks: bool
) -> Triggering:
    flow = checked_flow(path, first, world)
    flags = Flags(flow, parser)
    if asks:
        parser.print_help()
    args = parser.read(flags.joined(argv))
    _refuse_others([word for word in args.flows if world.path(word) != path])
    given = flags.given(args, None, world)
    flags.refuse_missing(given)
    service = service_of(args, Projects().of(path), world)
    return Triggering(
        arguments=args,
        service=service,
        deployment=service.deployment_name(flow, args),
        parameters=given,
        tags=flow.tags,
    )


def _of_deployment(
    parser: Parser, argv: list[str], first: Namespace, world: World, asks: bool
) -> Triggering:
    service = service_of(first, project_here(world), world)
    found = deployed(first.flows[0], service)
    known = parser._option_string_actions  # noqa: SLF001 - argparse has no other view
    group = parser.add_argument_group(f"parameters of {found.name}, as the texts that travel")
    for name, text in found.parameters.items():
        if f"--{name}" not in known:
            said = "(required)" if text is None else f"(default: {text})".replace("%", "%%")
            group.add_argument(f"--{name}", dest=f"parameter {name}", metavar="TEXT", help=said)
            parser.may_be_empty.add(f"parameter {name}")
    if asks:
        parser.print_help()
    args = parser.read(argv)
    _refuse_others(args.flows[1:])
    texts = {name: getattr(args, f"parameter {name}", None) for name in found.parameters}
    given = {name: text for name, text in texts.items() if text is not None} | dict(
        map(param_pair, args.param)
    )
    return Triggering(
        arguments=args,
        service=service,
        deployment=found.name,
        parameters=given,
        tags=found.tags,
    )


def _refuse_others(words: Sequence[str]) -> None:
    if words:
        raise UsageError(f"unexpected argument `{words[0]}`")
