"""Reads the command line of a run, which has the flow's parameters as options."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.backends.local.notes import notes
from compiler.backends.local.plan import MAX_SPLITS, Isolation, Plan, Settings
from compiler.cli.flags import Flags
from compiler.cli.gather import gather
from compiler.cli.options import output_option, read_options, reading_options, store_place
from compiler.cli.projects import Projects
from compiler.cli.reading import check_one, report_of
from compiler.cli.reporting import has_failed
from compiler.cli.world import UsageError, World
from compiler.diagnostics import in_order
from compiler.records import dataclass
from compiler.version import VERSION
from runtime_shim.store.open import open_store
from runtime_shim.where import user_name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from compiler.cli.parser import Parser
    from compiler.cli.reading import Unit
    from compiler.diagnostics import Diagnostic
    from compiler.ir.nodes import Flow
    from compiler.report.model import Report
    from runtime_shim.store.base import Store

_HELP = frozenset(("-h", "--help"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a command line asks for: the flow, the options, and the words beside the flow's file."""

    arguments: Namespace
    unit: Unit
    flow: Flow
    flags: Flags | None
    report: Report
    words: tuple[str, ...] = ()


class Refused(Exception):
    """The flow has errors: `report` is all that was found, to be shown in the form `form`."""

    def __init__(self, report: Report, form: str) -> None:
        """Keep the report."""
        self.report = report
        self.form = form
        super().__init__("the flow has errors")


def run_options(parser: ArgumentParser) -> None:
    """Declare the options that a run and a resumed run share."""
    reading_options(parser)
    parser.set_defaults(target=None)
    group = parser.add_argument_group("how it is run")
    group.add_argument(
        "--store",
        metavar="URL",
        help="where the run is kept: s3://bucket/prefix, or a folder (default: FLOWC_STORE, "
        "else the nearest .flowc)",
    )
    _numbers(group)
    group.add_argument(
        "--keep-going",
        action="store_true",
        help="after a failure, run all that does not depend on the failed task",
    )
    group.add_argument(
        "--isolation",
        choices=[each.value for each in Isolation],
        default=Isolation.AUTO.value,
        help="fork tasks from a process that has imported the flow, spawn fresh interpreters, or "
        "start each by exactly the command of a container (default: fork where that is safe)",
    )
    group.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="a tag of the run (repeatable)"
    )
    group.add_argument("--run-id-file", metavar="FILE", help="write the run's id into this file")
    shown = parser.add_argument_group("what is shown")
    shown.add_argument("-q", "--quiet", action="store_true", help="only what the steps print")
    shown.add_argument("--no-progress", action="store_true", help="plain lines, also on a terminal")
    output_option(parser)


def _numbers(group: _ArgumentGroup) -> None:
    group.add_argument(
        "--max-workers",
        type=int,
        metavar="N",
        help="at most N tasks at once (default: twice the processors, at most 16)",
    )
    group.add_argument(
        "--max-num-splits",
        type=int,
        default=MAX_SPLITS,
        metavar="N",
        help=f"refuse a foreach with more than N items (default: {MAX_SPLITS})",
    )
    group.add_argument(
        "--retry-wait",
        type=float,
        metavar="SECONDS",
        help="wait so long before a failed step is tried again, whatever the flow says",
    )


def read_request(
    parser: Parser, argv: Sequence[str], world: World, *, with_parameters: bool
) -> Request:
    """Read the flow that `argv` names, then `argv`, in which its parameters may be options.

    Raises UsageError, Finished (with the help, which lists the parameters), Refused.
    """
    asks_for_help = bool(_HELP & set(argv))
    plain = [word for word in argv if word not in _HELP]
    first, extra = parser.parse_known_args(plain)
    words = [*first.flows, *(word for word in extra if not word.startswith("-"))]
    if asks_for_help and not (words and with_parameters):
        parser.print_help()
    path = _file(words, world)
    unit = check_one(path, first, world)
    report = report_of([unit], world)
    flow = only_flow(unit, world)
    if flow is None or has_failed(report, strict=False):
        raise Refused(report, first.output)
    report = report_of([_with_more(unit, notes(flow, _installed))], world)
    flags = Flags(flow, parser) if with_parameters else None
    if asks_for_help:
        parser.print_help()
    arguments = parser.read(flags.joined(plain) if flags else plain)
    rest = tuple(word for word in arguments.flows if world.path(word) != path)
    _refuse_numbers(arguments)
    _refuse_place(arguments.run_id_file, world)
    return Request(
        arguments=arguments, unit=unit, flow=flow, flags=flags, report=report, words=rest
    )


def refusal(request: Request, found: Sequence[Diagnostic], world: World) -> Report:
    """Return the report of the request's flow with what was `found` since."""
    return report_of([_with_more(request.unit, found)], world)


def plan_of(request: Request, world: World) -> Plan:
    """Return the plan of the run, but for its parameters and what it resumes."""
    arguments, unit = request.arguments, request.unit
    reading = read_options(arguments, unit.project, world)
    environment = reading.environment or {}
    origin = request.flow.origin
    variables = {
        name: value for name, value in environment.items() if world.environ.get(name) != value
    }
    return Plan(
        flow=request.flow,
        path=unit.project.root / origin.path,
        root=unit.project.root,
        store=store_of(arguments, world),
        user=user_name(world.environ),
        tags=tuple(dict.fromkeys((*request.flow.tags, *arguments.tag))),
        version=VERSION,
        environ=environment,
        variables=variables,
        tells_cards=any(spec.name == "card" for spec in reading.with_decorators),
        settings=Settings(
            max_workers=arguments.max_workers or _default_workers(),
            max_splits=arguments.max_num_splits,
            keep_going=arguments.keep_going,
            retry_wait=arguments.retry_wait,
            isolation=Isolation(arguments.isolation),
        ),
    )


def store_of(arguments: Namespace, world: World) -> Store:
    """Return the store that the options name, or the default one."""
    return open_store(store_place(arguments.store, world))


def words_to_resume(request: Request, world: World) -> list[str]:
    """Return the command that goes on with the run, with the options that its reading needs."""
    arguments = request.arguments
    words = ["flowc", "resume", world.shown(request.unit.path)]
    several = len(request.unit.result.flows) > 1
    if arguments.flow and several:
        words += ["--flow", arguments.flow]
    for option in ("with", "env", "config", "config_value"):
        for text in getattr(arguments, option):
            words += [f"--{option.replace('_', '-')}", text]
    if arguments.branch:
        words += ["--branch", arguments.branch]
    if arguments.production:
        words.append("--production")
    return [*words, *words_for_store(arguments)]


def words_for_store(arguments: Namespace) -> list[str]:
    """Return the option by which another command finds the store of the run."""
    return ["--store", arguments.store] if arguments.store else []


def _with_more(unit: Unit, found: Iterable[Diagnostic]) -> Unit:
    result = unit.result
    more = in_order((*result.diagnostics, *found))
    return replace(unit, result=replace(result, diagnostics=more))


def _installed(package: str) -> str | None:
    """Return the version of an installed package."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _file(words: Sequence[str], world: World) -> Path:
    """Return the flow's file: the first word that looks like one, else the configured one."""
    named = [word for word in words if word.endswith(".py")]
    named += [word for word in words[:1] if world.path(word).exists()]
    if named and not world.path(named[0]).is_dir():
        return world.path(named[0])
    # Any other word belongs to an option that is not known yet, or is a step.
    files = gather(named[:1], world, Projects())
    if len(files) > 1:
        listed = ", ".join(f"`{world.shown(file.path)}`" for file in files[:5])
        raise UsageError(f"a run is of one flow: name one of {listed}")
    return files[0].path


def only_flow(unit: Unit, world: World) -> Flow | None:
    """Return the flow of a file, None if it could not be read; raises UsageError for several."""
    flows = unit.result.flows
    if len(flows) > 1:
        names = ", ".join(f"`{flow.name}`" for flow in flows)
        raise UsageError(
            f"`{world.shown(unit.path)}` has several flows: add `--flow` with one of {names}"
        )
    return flows[0].flow if flows else None


def _refuse_numbers(arguments: Namespace) -> None:
    if arguments.max_workers is not None and arguments.max_workers < 1:
        raise UsageError("`--max-workers` is a number from 1")
    if arguments.max_num_splits < 1:
        raise UsageError("`--max-num-splits` is a number from 1")
    if arguments.retry_wait is not None and arguments.retry_wait < 0:
        raise UsageError("`--retry-wait` is a number of seconds from 0")


def _refuse_place(file: str | None, world: World) -> None:
    if file is not None and not world.path(file).parent.is_dir():
        raise UsageError(f"`--run-id-file {file}`: there is no such folder")


def _default_workers() -> int:
    return min(16, 2 * (os.cpu_count() or 1))
