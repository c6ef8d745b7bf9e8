"""Finds what a command about runs names: a flow, a run, a step or a task, in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.cli.options import store_place
from compiler.cli.world import UsageError
from flowc.client.flow import Flow, known_flow
from flowc.client.run import Run
from flowc.client.scope import Scope, own_namespace, store_at
from flowc.client.step import Step
from flowc.client.task import Task
from flowc.exception import MetaflowException, MetaflowNotFound
from runtime_shim.errors import ShimError, StoreError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from compiler.cli.parser import Parser
    from compiler.cli.world import World

    Found = Run | Step | Task

NOT_FOUND, STORE_FAILED = 1, 5
LATEST = "latest"


def store_option(parser: ArgumentParser) -> None:
    """Declare which store is looked into."""
    parser.add_argument(
        "--store",
        metavar="URL",
        help="where the runs are kept: s3://bucket/prefix, or a folder (default: FLOWC_STORE, "
        "else the nearest .flowc)",
    )


def lookup_options(parser: ArgumentParser) -> None:
    """Declare the store, and whose runs count where none is named."""
    store_option(parser)
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--namespace",
        metavar="NAME",
        help="whose latest run is meant: user:alice, production:TrainFlow (default: yours)",
    )
    group.add_argument("--all", action="store_true", help="the latest run of everybody")
    parser.add_argument("--flow", metavar="NAME", help="which flow of FILE, if it has several")


def place_argument(parser: Parser, forms: str, shape: str = "PATHSPEC") -> None:
    """Declare the words that say what is looked at: `forms` of a path; `shape` is the usage."""
    parser.usage = f"{parser.prog} {shape} [OPTIONS]"
    parser.words = "words"
    parser.add_argument(
        "words",
        nargs="+",
        metavar="PATHSPEC",
        help=f"{forms}; without a run, or with `{LATEST}` for it, the latest; "
        "a flow's FILE may stand before it instead of the flow's name",
    )


def scope_of(args: Namespace, world: World) -> Scope:
    """Return the store and the namespace that the options name."""
    namespace = None if args.all else args.namespace or own_namespace(world.environ)
    return Scope(store_of(args, world), namespace)


def store_of(args: Namespace, world: World) -> Any:
    """Return the store that the options name, or the default one."""
    return store_at(store_place(args.store, world))


def looking(command: Callable[[Namespace, World], int]) -> Callable[[Namespace, World], int]:
    """Make a command say in one line what it did not find."""

    def run(args: Namespace, world: World) -> int:
        try:
            return command(args, world)
        except StoreError as error:
            world.tell(f"flowc: {error}")
            return STORE_FAILED
        except (MetaflowException, ShimError) as error:
            world.tell(f"flowc: {error}")
            return NOT_FOUND

    return run


def find_only(args: Namespace, world: World) -> Found:
    """Return the run, step or task that is named; raises UsageError for words beside it."""
    found, extra = find(args, world)
    if extra:
        raise UsageError(f"unexpected argument `{extra[0]}`")
    return found


def find(args: Namespace, world: World) -> tuple[Found, list[str]]:
    """Return the run, step or task that the first of the words names, and the words left over."""
    flow, rest = _flow_of_file(args.words, args, world)
    pathspec, rest = ("", []) if flow and not rest else (rest[0], rest[1:])
    if flow and pathspec.partition("/")[0] != flow:
        pathspec = f"{flow}/{pathspec}".rstrip("/")
    return at(pathspec or flow, scope_of(args, world)), rest


def at(pathspec: str, scope: Scope) -> Found:
    """Return the run, step or task at `pathspec`, in whichever namespace it is."""
    parts = pathspec.strip("/").split("/")
    if not all(parts) or len(parts) > 4:
        raise UsageError(
            f"`{pathspec}` names nothing: expected Flow, Flow/run, Flow/run/step or "
            "Flow/run/step/task"
        )
    everything = scope.everything()
    if len(parts) == 1 or (parts[1] == LATEST and LATEST not in Flow(parts[0], _scope=everything)):
        parts[1:2] = [latest(parts[0], scope).id]
    path = "/".join(parts)
    if len(parts) == 2:
        return Run(path, _scope=everything)
    return (Step if len(parts) == 3 else Task)(path, _scope=everything)


def latest(flow: str, scope: Scope) -> Run:
    """Return the latest run of a flow in the namespace; raises MetaflowNotFound."""
    everything = Flow(flow, _scope=scope.everything())
    found = known_flow(flow, scope).latest_run
    if found is None:
        some = everything.latest_run
        hint = f"; the latest of all is `{some.pathspec}`: see --all" if some else ""
        raise MetaflowNotFound(
            f"{flow} has no run in the namespace `{scope.namespace}` of {scope.store.url}{hint}"
        )
    return found


def flow_of(word: str, args: Namespace, world: World) -> str:
    """Return the flow that `word` names: by its name, or by its file."""
    return _flow_of_file([word], args, world)[0] or word


def _flow_of_file(words: list[str], args: Namespace, world: World) -> tuple[str, list[str]]:
    """Return the flow of the file that the first word names, and the other words."""
    if not is_file(words[0], world):
        return "", words
    if args.flow:
        return args.flow, words[1:]
    names = [flow.name for flow in flows_in(words[0], world)]
    if len(names) != 1:
        listed = ", ".join(f"`{name}`" for name in names) or "none"
        raise UsageError(f"`{words[0]}` has to have one flow, it has {listed}; name it by --flow")
    return names[0], words[1:]


def is_file(word: str, world: World) -> bool:
    """Say whether `word` names a file of flows."""
    from compiler.registry import FRONTENDS

    path = world.path(word)
    return path.suffix in FRONTENDS and path.is_file()


def flows_in(word: str, world: World, name: str | None = None) -> list[Any]:
    """Return the flows in the file that `word` names, as trees; raises UsageError for none."""
    from compiler.cli.reading import compile_all, report_of
    from compiler.cli.reporting import tell

    args = plain_reading([word], name)
    units = compile_all(args, world, emit=False)
    flows = [done.flow for unit in units for done in unit.result.flows if done.flow is not None]
    if not flows:
        tell(report_of(units, world), world)
        raise UsageError(f"no flow can be read from `{word}`")
    return flows


def plain_reading(words: list[str], flow: str | None, target: str | None = None) -> Namespace:
    """Return the arguments of a command that reads flows without any option of reading."""
    from argparse import Namespace

    return Namespace(
        flows=words,
        flow=flow,
        target=[target] if target else [],
        hermetic=False,
        production=False,
        **{name: [] for name in ("with", "env", "config", "config_value")},
        **dict.fromkeys(("branch", "image", "store", "name")),
    )
