"""`flowc compile`: write the files that a scheduler runs the flow from.

Files go to `-o`, or the configured `output`, or beside the flow. Nothing is written unless every
flow is free of errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.differences import difference
from compiler.cli.files import ENCODING, read, size, write
from compiler.cli.options import (
    FORMATS,
    output_option,
    reading_options,
    strictness,
    target_options,
)
from compiler.cli.reading import compile_all, refuse_without_target, report_of
from compiler.cli.reporting import FINDINGS, has_failed, render, tell
from compiler.cli.stale import stale_files
from compiler.cli.world import UsageError
from compiler.ir.walk import tasks
from compiler.records import dataclass
from compiler.report.model import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from compiler.cli.reading import Unit
    from compiler.cli.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A compiled file, where it belongs, and the file of the flow it was made from."""

    path: Path
    text: str
    source: Path
    flow: str
    target: str
    steps: int

    def state(self) -> str:
        """Say how the file at hand compares: "missing", "different" or "current"."""
        found = read(self.path)
        if found is None:
            return "missing"
        return "current" if found == self.text.encode(ENCODING, "surrogateescape") else "different"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    reading_options(parser)
    target_options(parser)
    group = parser.add_argument_group("what becomes of the files")
    group.add_argument(
        "-o",
        dest="folder",
        metavar="FOLDER",
        help="write them there; `{target}` in it is the target's name (default: beside the flow)",
    )
    group.add_argument("--stdout", action="store_true", help="print them, write nothing")
    group.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is missing or differs"
    )
    group.add_argument("--diff", action="store_true", help="print what would change, write nothing")
    group.add_argument(
        "--with-rbac", action="store_true", help="also the documents that give runs permissions"
    )
    output_option(parser, FORMATS)
    strictness(parser)


def run(args: Namespace, world: World) -> int:
    """Compile the flows; write, print or compare the files."""
    _refuse_contradictions(args)
    units = compile_all(args, world, emit=True)
    refuse_without_target(units)
    report = report_of(units, world)
    outputs = _outputs(units, args, world)
    if args.output == "text":
        tell(report, world)
    failed = has_failed(report, strict=args.strict or _is_strict(units))
    listed = [] if failed else _listed(outputs, world)
    status = FINDINGS if failed else _deliver(outputs, args, world)
    if args.check and not failed:
        stale = _tell_stale(units, outputs, args, world)
        listed += [{"path": path, "state": "stale"} for path in stale]
        status = FINDINGS if stale else status
    if args.output != "text":
        world.emit(render(report, args.output, {"files": listed}))
    return status


def _deliver(outputs: Sequence[Output], args: Namespace, world: World) -> int:
    if args.stdout:
        _print(outputs, world)
        return 0
    _refuse_collisions(outputs, world)
    if args.check or args.diff:
        changed = _compare(outputs, args, world)
        return FINDINGS if changed and args.check else 0
    for output in outputs:
        changed = write(output.path, output.text)
        if not args.quiet and args.output == "text":
            word = "wrote" if changed else "unchanged"
            about = f"{counted(output.steps, 'step')}, {size(output.text)}"
            world.say(f"{word} {world.shown(output.path)} ({about})")
    return 0


def _print(outputs: Sequence[Output], world: World) -> None:
    for i, output in enumerate(outputs):
        if i and output.text.startswith("#") and output.path.suffix in (".yaml", ".yml"):
            world.emit("---\n")
        world.emit(output.text)


def _compare(outputs: Sequence[Output], args: Namespace, world: World) -> bool:
    """Say on stdout how the files at hand differ from `outputs`; return whether any does."""
    changed = [(output, output.state()) for output in outputs if output.state() != "current"]
    for output, state in changed:
        name = world.shown(output.path)
        if args.check:
            world.tell(f"{name} {'is missing' if state == 'missing' else 'differs'}")
        if args.output == "text" and not (args.check and state == "missing"):
            before = (read(output.path) or b"").decode(ENCODING, "replace")
            world.emit(difference(name, before, output.text, world.palette(world.out)))
    if changed and args.check:
        world.tell("help: run the same command without --check, and commit what it writes")
    return bool(changed)


def _tell_stale(
    units: Sequence[Unit], outputs: Sequence[Output], args: Namespace, world: World
) -> list[str]:
    """Name and return the committed files that no flow makes any more."""
    folders = dict.fromkeys(output.path.parent for output in outputs)
    stale = [] if args.flow else [world.shown(p) for p in stale_files(units, tuple(folders))]
    for name in stale:
        world.tell(f"{name} is stale: delete it, no flow is compiled to it any more")
    return stale


def _outputs(units: Sequence[Unit], args: Namespace, world: World) -> list[Output]:
    if args.name and sum(len(unit.result.flows) for unit in units) > 1:
        raise UsageError("`--name` names one flow; add `--flow`, or compile them one by one")
    return [
        Output(
            path=_folder(unit, args, world, target) / file.path,
            text=file.text,
            source=unit.path,
            flow=flow.name,
            target=target,
            steps=sum(1 for _ in tasks(flow.flow.body)) if flow.flow else 0,
        )
        for unit in units
        for flow in unit.result.flows
        for target, file in flow.files
    ]


def _folder(unit: Unit, args: Namespace, world: World, target: str) -> Path:
    configured = unit.project.settings.output
    if args.folder is not None:
        return world.path(args.folder.replace("{target}", target))
    if configured is not None:
        return unit.project.root / configured.replace("{target}", target)
    return unit.path.parent


def _refuse_contradictions(args: Namespace) -> None:
    if args.stdout and (args.check or args.diff):
        raise UsageError(
            "`--stdout` prints the files, `--check` and `--diff` compare them: use one"
        )
    if args.stdout and args.output != "text":
        raise UsageError(f"`--stdout` and `--output {args.output}` both print to stdout: use one")


def _refuse_collisions(outputs: Sequence[Output], world: World) -> None:
    holders: dict[Path, Output] = {}
    for output in outputs:
        other = holders.setdefault(output.path, output)
        if other is not output:
            raise UsageError(
                f"{_maker(other, world)} and {_maker(output, world)} would both be written to "
                f"`{world.shown(output.path)}`; {_remedy(other, output)}"
            )


def _maker(output: Output, world: World) -> str:
    return f"{output.flow} of `{world.shown(output.source)}` ({output.target})"


def _remedy(one: Output, other: Output) -> str:
    if one.target != other.target:
        return "add `{target}` to the output folder"
    return "compile them one by one, with another `--name` or folder (`-o`)"


def _listed(outputs: Sequence[Output], world: World) -> list[dict[str, object]]:
    return [
        {
            "path": world.shown(output.path),
            "state": output.state(),
            "flow": output.flow,
            "target": output.target,
            "steps": output.steps,
            "bytes": len(output.text.encode(ENCODING, "surrogateescape")),
        }
        for output in outputs
    ]


def _is_strict(units: Sequence[Unit]) -> bool:
    return any(unit.project.settings.strict for unit in units)
