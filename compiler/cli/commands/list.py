"""`flowc list`: list the flows that have runs, or the runs of one, newest first.

By the store; with `--target`, what is deployed on a service, and its runs there.
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from compiler.cli.columns import print_table
from compiler.cli.deploying import acting, service_options
from compiler.cli.listing import list_there
from compiler.cli.lookup import flow_of, looking, lookup_options, scope_of
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json, run_document
from compiler.cli.world import UsageError
from flowc.client import reading
from flowc.client.flow import Flow, Metaflow, known_flow
from flowc.client.objects import store_of
from flowc.client.progress import run_states
from flowc.client.run import record_of
from flowc.client.words import duration_text, time_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World
    from flowc.client.progress import RunState
    from flowc.client.run import Run

SHOWN = 20


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("flow_name", nargs="?", metavar="FLOW", help="only this flow: its runs")
    parser.add_argument(
        "--limit", type=int, default=SHOWN, metavar="N", help=f"at most N runs (default: {SHOWN})"
    )
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="runs with this tag (repeatable)"
    )
    lookup_options(parser)
    parser.set_defaults(name=None, image=None)
    service_options(parser)
    output_option(parser)


@acting
@looking
def run(args: Namespace, world: World) -> int:
    """Print the table, or the JSON."""
    if args.limit < 1:
        raise UsageError("`--limit` is a number from 1")
    if args.service is not None:
        return list_there(args, world)
    if args.tag and args.flow_name is None:
        raise UsageError("`--tag` chooses runs of a flow: name the flow")
    if args.flow_name is None:
        _list_flows(args, world)
    else:
        _list_runs(flow_of(args.flow_name, args, world), args, world)
    return 0


def _list_flows(args: Namespace, world: World) -> None:
    scope = scope_of(args, world)
    if args.namespace is None:
        scope = scope.everything()
    found = [_latest(flow, args.namespace is not None) for flow in Metaflow(scope)]
    if args.output == "json":
        documents = [
            {"flow": run.parent.id, "runs": number, "latest": run_document(run, state)}
            for number, run, state in found
        ]
        print_json("flows", {"store": scope.store.url, "flows": documents}, world)
    elif found:
        columns = ("flow", "runs", "latest", "status", "started", "took")
        rows = [(r.parent.id, str(number), *_row(r, state)[:4]) for number, r, state in found]
        print_table(columns, rows, world)
    else:
        world.tell(f"no runs in {scope.store.url}")


def _latest(flow: Flow, counted: bool) -> tuple[int, Run, RunState]:
    """Return how many runs a flow has, and the latest; without `counted`, none else is read."""
    runs = iter(flow)
    newest = next(runs)
    store = store_of(flow)
    others = runs if counted else islice(reading.run_names(store, flow.id), 1, None)
    return 1 + sum(1 for _ in others), newest, run_states(store, [record_of(newest)])[0]


def _list_runs(name: str, args: Namespace, world: World) -> None:
    scope = scope_of(args, world)
    Flow(name, _scope=scope.everything())
    runs = list(islice(known_flow(name, scope).runs(*args.tag), args.limit))
    states = run_states(scope.store, [record_of(run) for run in runs])
    found = list(zip(runs, states, strict=True))
    if args.output == "json":
        documents = [run_document(*each) for each in found]
        print_json("runs", {"store": scope.store.url, "runs": documents}, world)
    elif found:
        columns = ("run", "status", "started", "took", "tags", "by")
        print_table(columns, [_row(*each) for each in found], world)
    else:
        world.tell(_nothing(name, args, scope.namespace))


def _row(run: Run, state: RunState) -> tuple[str, ...]:
    record = record_of(run)
    ended = time.time() if state.ended is None else state.ended
    return (
        run.id,
        state.status,
        time_text(record["created"]),
        duration_text(ended - record["created"]),
        ", ".join(sorted(run.user_tags)),
        record.get("user") or "production",
    )


def _nothing(name: str, args: Namespace, namespace: str | None) -> str:
    tags = "".join(f" with the tag `{tag}`" for tag in args.tag)
    place = f" in the namespace `{namespace}`; --all lists everybody's" if namespace else ""
    return f"{name} has no run{tags}{place}"
