"""Golden files: what each flow of a folder should become, compared byte for byte.

    golden/flows/<case>/flow.py            → want/ir.txt, want/<target>/…, want/check.txt
    golden/diagnostics/<code>-<slug>/flow.py  → want.txt, the report of `flowc check`

`args.txt` beside a flow has further options, `args-<command>.txt` those of one command (`ir`,
`check`, `compile`, `run`). What a target cannot do becomes `want/<target>/refused.txt`. Without
such folders, the flows that the project configures are taken.

`want/run.json`, what a run of the flow leaves, is left alone: nothing is run here.
"""

from __future__ import annotations

import io
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cli.files import ENCODING, read
from compiler.cli.main import main, parser_of
from compiler.cli.reading import Unit, compile_all, report_of
from compiler.cli.table import COMMANDS
from compiler.cli.world import World
from compiler.records import dataclass
from compiler.registry import BACKENDS
from compiler.report.text import text_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compiler.cli.projects import Project

FLOW, ARGUMENTS, REFUSED = "flow.py", "args.txt", "refused.txt"
RUN = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A flow and where its golden files are: `want`, a folder, or for a report one file."""

    name: str
    flow: Path
    want: Path
    targets: tuple[str, ...] = ()
    is_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A golden file that is not as it should be; None stands for "no such file"."""

    path: Path
    found: bytes | None
    wanted: bytes | None


def cases(folder: Path, project: Project | None) -> list[Case]:
    """Return the cases below `folder`; without any, the flows that `project` configures."""
    found = [_case(path, folder) for path in _named(folder) if path.parent != folder]
    if found or project is None:
        return found
    return [_configured(path, folder, project) for path in _flows(project)]


def made(case: Case) -> Mapping[Path, bytes]:
    """Return the content of every golden file of `case`, by its path."""
    texts = {case.want: _report(case)} if case.is_report else dict(_compiled(case))
    return {path: text.encode(ENCODING, "surrogateescape") for path, text in texts.items()}


def differences(case: Case) -> list[Difference]:
    """Return the golden files of `case` that are missing, stale or different."""
    wanted = made(case)
    kept = case.want / RUN
    present = [path for path in case.want.rglob("*") if path.is_file() and path != kept]
    paths = sorted({*wanted, *present, *([case.want] if case.want.is_file() else [])})
    compared = [Difference(path=path, found=read(path), wanted=wanted.get(path)) for path in paths]
    return [one for one in compared if one.found != one.wanted]


def _named(folder: Path) -> list[Path]:
    """Return every `flow.py` below `folder`, whatever it is: a link to nothing is a case, too."""
    walked = os.walk(folder)
    return sorted(Path(home, FLOW) for home, below, files in walked if FLOW in (*files, *below))


def _case(flow: Path, folder: Path) -> Case:
    home = flow.parent
    is_report = home.parent.name == "diagnostics"
    return Case(
        name=home.relative_to(folder).as_posix(),
        flow=flow,
        want=home / "want.txt" if is_report else home / "want",
        targets=tuple(BACKENDS),
        is_report=is_report,
    )


def _configured(flow: Path, folder: Path, project: Project) -> Case:
    name = flow.relative_to(project.root).with_suffix("")
    return Case(
        name=name.as_posix(),
        flow=flow,
        want=folder / name,
        targets=project.settings.target or tuple(BACKENDS),
    )


def _flows(project: Project) -> Iterator[Path]:
    from compiler.cli.gather import gather
    from compiler.cli.projects import Projects

    if project.settings.flows:
        world = _world(project.root)
        yield from (file.path for file in gather((), world, Projects()))


def _compiled(case: Case) -> Iterator[tuple[Path, str]]:
    yield case.want / "ir.txt", _answer(case, "ir")
    report = _answer(case, "check", "--quiet")
    if report:
        yield case.want / "check.txt", report
    for target in case.targets:
        for name, text in _files(case, target):
            yield case.want / target / name, text


def _files(case: Case, target: str) -> Iterator[tuple[str, str]]:
    """Yield what `target` makes of the flow: its files, or one that says why there are none."""
    units, world = _units(case, target)
    files = [file for unit in units for flow in unit.result.flows for _, file in flow.files]
    if files:
        yield from ((file.path, file.text) for file in files)
    else:
        yield REFUSED, text_report(report_of(units, world))


def _units(case: Case, target: str) -> tuple[Sequence[Unit], World]:
    world = _world(case.flow.parent)
    command = next(command for command in COMMANDS if command.name == "compile")
    arguments = parser_of(command).read(
        [case.flow.name, *_extra(case, "compile"), "--target", target]
    )
    return compile_all(arguments, world, emit=True), world


def _report(case: Case) -> str:
    return _answer(case, "check", "--quiet")


def _answer(case: Case, command: str, *options: str) -> str:
    """Return what `flowc COMMAND` prints for the flow, seen from the flow's own folder."""
    out, err = io.StringIO(), io.StringIO()
    world = _world(case.flow.parent, out, err)
    status = main([command, case.flow.name, *_extra(case, command), *options], world)
    return out.getvalue() + (err.getvalue() if status > 1 or not out.getvalue() else "")


def _world(folder: Path, out: io.StringIO | None = None, err: io.StringIO | None = None) -> World:
    # Neither this shell's environment nor what is installed here may show in a golden file.
    return World(cwd=folder, out=out or io.StringIO(), err=err or io.StringIO())


def _extra(case: Case, command: str) -> list[str]:
    names = (ARGUMENTS, f"args-{command}.txt")
    found = (read(case.flow.parent / name) for name in names)
    return [word for data in found if data for word in shlex.split(data.decode(ENCODING))]
