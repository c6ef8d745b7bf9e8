"""What commands about a service share: which one, how it is reached, and what its refusals mean.

service = service_of(args, project_here(world), world)
service.deployer.deploy(release)
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from compiler.backends.deploying import CannotDo, DeployError, NotFound, Release, Unacceptable
from compiler.cli.projects import Project, Projects
from compiler.cli.reading import (
    NO_TARGET,
    compile_all,
    options_for,
    refuse_without_target,
    report_of,
)
from compiler.cli.reporting import has_failed, show, tell
from compiler.cli.world import UsageError
from compiler.records import dataclass
from compiler.registry import backend, backend_names

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Callable, Sequence

    from compiler.backends.base import Backend
    from compiler.backends.deploying import ConnectionOption, Deployer, DeployingBackend
    from compiler.cli.reading import Unit
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow

NOT_FOUND, USAGE, SERVICE_FAILED = 1, 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A target with the deployer that reaches it, as the project is configured."""

    name: str
    backend: DeployingBackend
    deployer: Deployer
    project: Project

    def deployment_name(self, flow: Flow, args: Namespace) -> str:
        """Return the name under which `flow` is deployed."""
        options = options_for(cast("Backend", self.backend), args, self.project)
        return self.backend.deployment_name(flow, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A flow that is to be deployed, with what it was compiled from."""

    release: Release
    flow: Flow
    unit: Unit
    target: str


def service_options(parser: ArgumentParser) -> None:
    """Declare which service is meant, and how it is reached."""
    parser.add_argument(
        "-t",
        "--target",
        dest="service",
        metavar="NAME",
        help="the target, if not the configured one (flowc targets lists them)",
    )
    connection_options(parser)


def connection_options(parser: ArgumentParser) -> None:
    """Declare the options by which services are reached."""
    group = parser.add_argument_group("how the service is reached")
    for option in _connections():
        group.add_argument(
            option.flag, dest=_place(option), metavar=option.metavar, help=option.help
        )


def deployed_options(parser: ArgumentParser) -> None:
    """Declare what a command that names a run or a deployment may be told besides."""
    parser.add_argument("--flow", metavar="NAME", help="which flow of FILE, if it has several")
    deployment_option(parser)
    parser.set_defaults(image=None)
    service_options(parser)


def deployment_option(parser: ArgumentParser | _ArgumentGroup, when: str = "") -> None:
    """Declare which deployment of a file is meant; `when` says when the option counts."""
    parser.add_argument(
        "--deployment",
        dest="name",
        metavar="NAME",
        help=f"{when}the name that FILE was deployed under, if not its own",
    )


def service_of(args: Namespace, project: Project, world: World) -> Service:
    """Return the service that the options name, or else the configured one.

    Raises UsageError, DeployError.
    """
    named = args.service or _only(project)
    return connect(named, args, project, world)


def connect(target: str, args: Namespace, project: Project, world: World) -> Service:
    """Return the service of a target; raises UsageError, DeployError."""
    found = deploying_backend(target)
    if any(d.is_error for d in project.diagnostics):
        raise UsageError("the project's configuration has errors: `flowc check` shows them")
    settings = project.targets.get(target) or cast("Backend", found).settings()
    given = {option.flag[2:]: getattr(args, _place(option), None) for option in found.connection}
    deployer = found.deployer(settings, given, world.environ)
    return Service(name=target, backend=found, deployer=deployer, project=project)


def deploying_backend(target: str) -> DeployingBackend:
    """Return the backend of a target that flowc can deploy to; raises UsageError."""
    found = backend(target)
    if found is None or not hasattr(found, "deployer"):
        names = ", ".join(f"`{name}`" for name in _deploying_names())
        what = "there is no target" if found is None else "flowc does not deploy to"
        raise UsageError(f"{what} `{target}`; it deploys to {names}")
    return cast("DeployingBackend", found)


def project_here(world: World) -> Project:
    """Return the project of the working folder."""
    return Projects().above(world.cwd) or Project(root=world.cwd)


def releases(args: Namespace, world: World) -> list[Compiled] | None:
    """Compile the flows that `args` name for their targets; None if there are errors.

    Errors are the command's answer, anything less is said on stderr.
    """
    units = compile_all(args, world, emit=True)
    report = report_of(units, world)
    if has_failed(report, strict=getattr(args, "strict", False)):
        show(report, world, args.output)
        return None
    tell(report, world)
    refuse_without_target(units)
    found = [each for unit in units for each in _releases(unit)]
    if args.name and len(found) > 1:
        raise UsageError("`--name` names one flow; add `--flow`, or deploy them one by one")
    return found


def acting(command: Callable[[Namespace, World], int]) -> Callable[[Namespace, World], int]:
    """Make a command say in a line what a service refused, and exit with what that means."""

    @wraps(command)
    def run(args: Namespace, world: World) -> int:
        try:
            return command(args, world)
        except DeployError as error:
            return refused(error, world)

    return run


def refused(error: DeployError, world: World) -> int:
    """Say what a service refused; return the exit status."""
    palette = world.palette(world.err)
    world.tell(f"flowc: {error}")
    if error.help:
        world.tell(f"{palette.paint(palette.help, 'help')}: {error.help}")
    match error:
        case NotFound():
            return NOT_FOUND
        case CannotDo() | Unacceptable():
            return USAGE
        case _:
            return SERVICE_FAILED


def _releases(unit: Unit) -> Sequence[Compiled]:
    found = []
    for done in unit.result.flows:
        for target in unit.targets:
            name = target.backend.name
            if done.flow is None:
                continue
            deploying = deploying_backend(name)
            release = Release(
                flow=done.flow.name,
                name=deploying.deployment_name(done.flow, target.options),
                files=tuple(file for made_for, file in done.files if made_for == name),
            )
            found.append(Compiled(release=release, flow=done.flow, unit=unit, target=name))
    return found


def _only(project: Project) -> str:
    known = _deploying_names()
    configured = [name for name in project.settings.target if name in known]
    if len(configured) == 1:
        return configured[0]
    if configured:
        listed = ", ".join(f"`{name}`" for name in configured)
        raise UsageError(f"several targets are configured, {listed}: name one by `--target`")
    raise UsageError(NO_TARGET)


def _deploying_names() -> list[str]:
    return [name for name in backend_names() if hasattr(backend(name), "deployer")]


def _connections() -> list[ConnectionOption]:
    """Return the options of all targets; two that have one in common mean the same by it."""
    found: dict[str, Any] = {}
    for name in _deploying_names():
        for option in deploying_backend(name).connection:
            found.setdefault(option.flag, option)
    return list(found.values())


def _place(option: ConnectionOption) -> str:
    return f"connection {option.flag[2:]}"
