"""Holds flows, compiled, against Argo's own validator, if the user has a program with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.deploying import acting
from compiler.cli.lookup import plain_reading
from compiler.cli.reading import compile_all, report_of
from compiler.cli.records_json import print_json
from compiler.cli.reporting import FINDINGS, has_failed, tell
from compiler.report.model import counted

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.world import World


@acting
def lint(args: Namespace, world: World) -> int:
    """Compile the flows of the files that are named; print what Argo has against each."""
    from compiler.backends.argo.deploy.lint import objections

    units = compile_all(plain_reading(args.words, args.flow, "argo"), world, emit=True)
    report = report_of(units, world)
    tell(report, world)
    if has_failed(report, strict=False):
        return FINDINGS
    flows = [flow for unit in units for flow in unit.result.flows]
    found = {
        flow.name: objections(args.argo_lint, [file for _, file in flow.files]) for flow in flows
    }
    _say(found, args, world)
    return FINDINGS if any(found.values()) else 0


def _say(found: dict[str, list[str]], args: Namespace, world: World) -> None:
    if args.output == "json":
        listed = [{"flow": name, "objections": lines} for name, lines in found.items()]
        print_json("linted", {"flows": listed}, world)
        return
    for name, lines in found.items():
        for line in lines:
            world.say(f"{name}: {line}")
    refused = sum(bool(lines) for lines in found.values())
    state = f"{refused} refused by Argo" if refused else "Argo has nothing against them"
    world.tell(f"{counted(len(found), 'flow')}: {state}")
