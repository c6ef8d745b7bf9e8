"""The cluster by hand: `python -m tests.engines.kubernetes build|up|down|status|images|tenant`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from tests.engines.argo.cases import golden_images
from tests.engines.kubernetes import building, modules, node, session, tenant
from tests.engines.kubernetes.archives import write_archive
from tests.engines.kubernetes.machine import lacking
from tests.engines.kubernetes.places import KUBECONFIG, NAMESPACE, ROOT
from tests.engines.kubernetes.processes import pid_of
from tests.engines.kubernetes.progress import say


def main() -> int:
    """Do what the command line says."""
    arguments = _parser().parse_args()
    reasons = lacking() if arguments.command not in {"status", "tenant"} else []
    if reasons:
        say("no cluster can be had here:\n" + "\n".join(f"  {reason}" for reason in reasons))
        return 1
    match arguments.command:
        case "build":
            building.build(tuple(modules.ARGO))
        case "up":
            building.build((arguments.argo,))
            node.up(arguments.argo)
            sys.stdout.write(
                f"export KUBECONFIG={KUBECONFIG}   # workflows: namespace {NAMESPACE}\n"
            )
        case "images":
            write_archive(golden_images(), arguments.file)
        case "tenant":
            found = tenant.tenant(arguments.namespace, arguments.store, arguments.volume)
            yaml.safe_dump_all(found, sys.stdout)
        case "guard":
            session.guard()
        case "down":
            node.down(purge=arguments.purge)
        case _:
            return _status()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.engines.kubernetes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="build all programs and images, for every version of Argo")
    starting = commands.add_parser("up", help="build what is missing, and bring the cluster up")
    starting.add_argument("--argo", choices=modules.ARGO, default=modules.DEFAULT_ARGO)
    stopping = commands.add_parser("down", help="stop everything")
    stopping.add_argument("--purge", action="store_true", help="forget what the cluster held, too")
    commands.add_parser("status", help="say what runs")
    writing = commands.add_parser("images", help="write the golden flows' images as an archive")
    writing.add_argument("file", type=Path)
    giving = commands.add_parser(
        "tenant", help="print what flows find in their namespace, for another cluster"
    )
    giving.add_argument("--namespace", default=NAMESPACE)
    giving.add_argument("--store", required=True, help="a bucket that its pods reach")
    giving.add_argument("--volume", default="/var/tmp/flowc-features", help="a folder of its node")
    commands.add_parser("guard", help="take it down when the standard input ends")
    return parser


def _status() -> int:
    """Print what runs; the status is 1 unless everything does."""
    found = {name: pid_of(name) for name in node.PROGRAMS}
    for name, pid in found.items():
        sys.stdout.write(f"{name:24} {f'pid {pid}' if pid else 'not running'}\n")
    sys.stdout.write(f"{'kept in':24} {ROOT}\n")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
