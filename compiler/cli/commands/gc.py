"""`flowc gc`: remove old runs, and blobs that no run refers to."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from compiler.cli.columns import print_table
from compiler.cli.lookup import looking, store_of, store_option
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from compiler.names import suggest
from compiler.report.model import counted
from compiler.storage.gc import Plan, Policy, carry_out, flows_of, plan
from flowc.client.words import bytes_text, time_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from compiler.cli.world import World
    from runtime_shim.store.base import Store

_DAY = 86400
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": _DAY, "w": 7 * _DAY}
# What is there already, and is not stored again by a task that needs it, is half a day old at most.
_SAFE = 13 * 3600


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    store_option(parser)
    parser.add_argument("--flow", metavar="NAME", help="only what this flow has left")
    parser.add_argument(
        "--older-than", metavar="AGE", help="remove runs that are older: 30d, 12h, 2w"
    )
    parser.add_argument(
        "--keep",
        type=int,
        metavar="N",
        help="remove all runs of a flow but the N newest; with --older-than, those among them",
    )
    parser.add_argument(
        "--grace",
        metavar="AGE",
        default="1d",
        help="leave alone what was written since (default: 1d); less than 13h is safe only "
        "while no task runs",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and stop")
    parser.add_argument("--yes", action="store_true", help="remove it without asking")
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """Say what may go, and remove it if that is wished."""
    policy = _policy(args)
    store = store_of(args, world)
    now = time.time()
    plans = [plan(store, flow, policy, now) for flow in _flows(args, store)]
    if args.dry_run:
        _report(plans, "would go", args, world)
        return 0
    if not args.yes:
        if args.output == "json" or not world.can_ask():
            raise UsageError("nobody is asked here: say `--dry-run` or `--yes`")
        _report(plans, "would go", args, world)
        if not any(map(_has_any, plans)) or not world.ask("remove all this?"):
            return 0
    if policy.grace < _SAFE:
        world.tell("flowc: with so short a `--grace`, tasks that run now may lose artifacts")
    done = [carry_out(store, planned, policy, time.time()) for planned in plans]
    _report(done, "removed", args, world)
    return 0


def _policy(args: Namespace) -> Policy:
    if args.keep is not None and args.keep < 0:
        raise UsageError("`--keep` is a number from 0")
    return Policy(
        grace=_age("--grace", args.grace),
        older_than=None if args.older_than is None else _age("--older-than", args.older_than),
        keep=args.keep,
    )


def _age(option: str, text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", text)
    if found is None:
        raise UsageError(f"`{option} {text}` is no age: write a number and s, m, h, d or w: 30d")
    return float(found[1]) * _UNITS[found[2]]


def _flows(args: Namespace, store: Store) -> Sequence[str]:
    flows = flows_of(store)
    if args.flow is None:
        return flows
    if args.flow not in flows:
        near = suggest(args.flow, flows)
        hint = f"; did you mean `{near}`?" if near else ""
        raise UsageError(f"there is no flow `{args.flow}` in {store.url}{hint}")
    return [args.flow]


def _has_any(planned: Plan) -> bool:
    return bool(planned.runs or planned.blobs or planned.leftovers)


def _report(plans: Sequence[Plan], verb: str, args: Namespace, world: World) -> None:
    for planned in plans:
        for problem in planned.problems:
            world.tell(f"flowc: {problem}")
    if args.output == "json":
        print_json("gc", _document(plans, verb), world)
        return
    for planned in filter(_has_any, plans):
        world.say(f"{planned.flow}: {_counts(planned)}")
        rows = [(run.name, time_text(run.modified), bytes_text(run.bytes)) for run in planned.runs]
        print_table(("run", "created", "size"), rows, world)
    total = bytes_text(sum(planned.bytes for planned in plans))
    world.say(f"{total} {verb}" if any(map(_has_any, plans)) else f"nothing {verb}")


def _counts(planned: Plan) -> str:
    parts = (
        (planned.runs, "run", ""),
        (planned.blobs, "object", " that no run refers to"),
        (planned.leftovers, "file", " that a killed task left"),
    )
    return ", ".join(
        f"{counted(len(found), noun)}{what} ({bytes_text(sum(one.bytes for one in found))})"
        for found, noun, what in parts
        if found
    )


def _document(plans: Sequence[Plan], verb: str) -> dict[str, Any]:
    flows = [
        {
            "flow": planned.flow,
            "bytes": planned.bytes,
            "runs": [{"run": run.name, "bytes": run.bytes} for run in planned.runs],
            "blobs": [{"key": blob.name, "bytes": blob.bytes} for blob in planned.blobs],
            "leftovers": [{"key": file.name, "bytes": file.bytes} for file in planned.leftovers],
            "problems": list(planned.problems),
        }
        for planned in plans
    ]
    return {"removed": verb == "removed", "bytes": sum(p.bytes for p in plans), "flows": flows}
