"""`flowc doctor`: say what is installed, what is configured, and what is missing."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from compiler.cli.options import output_option
from compiler.cli.projects import Projects
from compiler.cli.reporting import FINDINGS
from compiler.records import dataclass
from compiler.registry import backend, backend_names
from compiler.version import VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from compiler.cli.projects import Project
    from compiler.cli.world import World

OLDEST_PYTHON = (3, 11)
EXTRAS = (
    ("kubernetes", "argo", "deploying to Argo Workflows"),
    ("airflow", "airflow", "checking DAG files with Airflow itself"),
    ("boto3", "aws", "deploying to AWS Step Functions"),
    ("obstore", "s3", "artifacts in S3, GCS or Azure"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; a finding that is not `fine` and `needed` is a failure."""

    what: str
    state: str
    fine: bool = True
    needed: bool = True
    remedy: str = ""


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    output_option(parser)


def run(args: Namespace, world: World) -> int:
    """Print what was found; fail if something that is needed is missing."""
    findings = [*_installation(), *_configuration(world), *_extras()]
    failed = any(not found.fine and found.needed for found in findings)
    if args.output == "json":
        document = {"format": "flowc.doctor/1", "findings": [asdict(f) for f in findings]}
        world.emit(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        _print(findings, world)
    return FINDINGS if failed else 0


def _print(findings: list[Finding], world: World) -> None:
    palette = world.palette(world.out)
    wide = max(len(found.what) for found in findings)
    for found in findings:
        mark, style = ("ok", palette.help) if found.fine else ("--", palette.note)
        if not found.fine and found.needed:
            mark, style = "!!", palette.error
        remedy = f"; {found.remedy}" if found.remedy and not found.fine else ""
        world.say(f"{palette.paint(style, mark)}  {found.what:<{wide}}  {found.state}{remedy}")


def _installation() -> Iterator[Finding]:
    yield Finding(what="flowc", state=VERSION)
    yield Finding(
        what="Python",
        state=f"{platform.python_version()} at {sys.executable}",
        fine=sys.version_info >= OLDEST_PYTHON,
        remedy="flowc needs 3.11 or newer",
    )
    yield _yaml()
    for name in backend_names():
        found = backend(name)
        if found is not None:
            yield Finding(what=f"target {name}", state=found.title)


def _yaml() -> Finding:
    import yaml

    fast = yaml.__with_libyaml__
    return Finding(
        what="PyYAML",
        state=f"{yaml.__version__}, {'with' if fast else 'without'} libyaml",
        fine=bool(fast),
        needed=False,
        remedy="large flows compile slowly without it: install a wheel of PyYAML",
    )


def _configuration(world: World) -> Iterator[Finding]:
    project = Projects().above(world.cwd)
    if project is None or project.source is None:
        yield Finding(
            what="configuration",
            state="none from here upward",
            fine=False,
            needed=False,
            remedy="flowc init writes one; defaults hold",
        )
        return
    errors = len(project.diagnostics)
    yield Finding(
        what="configuration",
        state=f"{project.root / project.source.path}" + (f": {errors} wrong" if errors else ""),
        fine=not errors,
        remedy="flowc check shows them",
    )
    yield from _settings(project)


def _settings(project: Project) -> Iterator[Finding]:
    settings = project.settings
    yield Finding(
        what="store",
        state=settings.store or "not configured: compiled files refer to the platform's own",
        fine=settings.store is not None,
        needed=False,
    )
    yield Finding(
        what="image",
        state=settings.image or "not configured: compiled files name the one of flowc image",
        fine=settings.image is not None,
        needed=False,
    )
    for name in settings.target:
        if backend(name) is None:
            yield Finding(
                what=f"target {name}",
                state="configured, but there is no such target",
                fine=False,
                remedy="flowc targets lists them",
            )


def _extras() -> Iterator[Finding]:
    from importlib.util import find_spec

    for module, extra, use in EXTRAS:
        found = find_spec(module) is not None
        yield Finding(
            what=module,
            state="installed" if found else f"not installed, only needed for {use}",
            fine=found,
            needed=False,
            remedy=f"pip install 'flowc[{extra}]'",
        )
