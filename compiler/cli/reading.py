"""Reads and compiles the flows that a command was given, one file after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.backends.base import Options
from compiler.cli import rules
from compiler.cli.gather import FlowFile, gather
from compiler.cli.options import read_options
from compiler.cli.projects import Project, Projects
from compiler.cli.world import UsageError, World
from compiler.diagnostics import Diagnostic, Label, in_order
from compiler.language.rules import UNUSED_WAIVER
from compiler.names import suggest
from compiler.pipeline import Compilation, Target, compile_reading
from compiler.records import dataclass
from compiler.registry import backend, backend_names, frontend
from compiler.report.model import Report
from compiler.source import Span

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from compiler.backends.base import Backend
    from compiler.frontends.base import Reading


NO_TARGET = 'no target: add `--target argo`, or `target = "argo"` to flowc.toml'


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A file, the project it belongs to, and what became of its flows."""

    path: Path
    project: Project
    result: Compilation
    targets: tuple[Target, ...] = ()


def compile_all(arguments: Namespace, world: World, *, emit: bool) -> list[Unit]:
    """Check every flow that `arguments` name; with `emit`, lower those that have no errors."""
    projects = Projects()
    files = gather(arguments.flows, world, projects)
    units = [
        _compile(file, projects.of(file.path), arguments, world, emit=emit)
        for file in _with_progress(files, world)
    ]
    return [unit for unit in units if unit is not None]


def check_one(path: Path, arguments: Namespace, world: World) -> Unit:
    """Check the flows of the file at `path` for no target but this machine."""
    file = FlowFile(path=path, named=True)
    unit = _compile(file, Projects().of(path), arguments, world, emit=False)
    assert unit is not None, path  # noqa: S101 - a file that was named is never passed over
    return unit


def report_of(units: Sequence[Unit], world: World) -> Report:
    """Return what was found in all of `units`, with paths as they are from the working folder."""
    found: list[Diagnostic] = []
    sources = {}
    for project in {unit.project.root: unit.project for unit in units}.values():
        show = _shower(project, world)
        found += [_moved(d, show) for d in project.diagnostics]
        if project.source is not None:
            sources[show(project.source.path)] = project.source
    for unit in units:
        show = _shower(unit.project, world)
        found += [_moved(d, show) for d in unit.result.diagnostics]
        sources |= {show(path): source for path, source in unit.result.sources.items()}
    return Report(diagnostics=in_order(found), sources=sources)


def chosen_backends(arguments: Namespace, project: Project) -> list[Backend]:
    """Return the targets asked for, else those configured; none for a command that has none."""
    if arguments.target is None:
        return []
    names = arguments.target or project.settings.target
    return [_known_backend(name) for name in dict.fromkeys(names)]


def refuse_without_target(units: Sequence[Unit]) -> None:
    """Raise UsageError if neither the command nor the configuration names a target."""
    if any(not unit.targets for unit in units):
        raise UsageError(NO_TARGET)


def options_for(target: Backend, arguments: Namespace, project: Project) -> Options:
    """Return the options that flows of `project` are lowered with for `target`."""
    from compiler.version import VERSION

    settings = project.settings
    return Options(
        name=arguments.name,
        image=arguments.image or settings.image,
        store=arguments.store or settings.store,
        settings=project.targets.get(target.name) or target.settings(),
        version=VERSION,
        access=getattr(arguments, "with_rbac", False),
    )


def read_file(path: Path, arguments: Namespace, project: Project, world: World) -> Reading:
    """Read the flows of the file at `path`, or the one that `arguments` name."""
    reading = frontend(path.suffix).read(path, read_options(arguments, project, world))
    _refuse_unknown_configs(reading, arguments)
    return reading if arguments.flow is None else _only(reading, arguments.flow, path, project)


def _refuse_unknown_configs(reading: Reading, arguments: Namespace) -> None:
    given = [text.partition("=")[0] for text in (*arguments.config, *arguments.config_value)]
    flows = [read.flow or read.draft for read in reading.flows]
    if not given or any(flow is None for flow in flows):
        return
    names = [config.name for flow in flows if flow for config in flow.configs]
    for name in given:
        if name not in names:
            near = suggest(name, names)
            hint = f"; did you mean `{near}`?" if near else ""
            raise UsageError(f"no flow here has a Config `{name}`{hint}")


def _compile(
    file: FlowFile,
    project: Project,
    arguments: Namespace,
    world: World,
    *,
    emit: bool,
) -> Unit | None:
    targets = tuple(
        Target(backend=chosen, options=options_for(chosen, arguments, project))
        for chosen in chosen_backends(arguments, project)
    )
    reading = read_file(file.path, arguments, project, world)
    if not reading.flows and not reading.diagnostics:
        if not file.named:
            return None
        reading = replace(reading, diagnostics=(_no_flow(_relative(file.path, project)),))
    is_sound = not any(d.is_error for d in project.diagnostics)
    result = compile_reading(reading, targets if is_sound else (), emit=emit and is_sound)
    if arguments.flow is not None:
        result = _without_unused_waivers(result)
    return Unit(path=file.path, project=project, result=result, targets=targets)


def _without_unused_waivers(result: Compilation) -> Compilation:
    # They may belong to the flows of the file that were not asked for.
    left = tuple(found for found in result.diagnostics if found.rule is not UNUSED_WAIVER)
    return replace(result, diagnostics=left)


def _only(reading: Reading, name: str, path: Path, project: Project) -> Reading:
    chosen = tuple(flow for flow in reading.flows if flow.name == name)
    if chosen or not reading.flows:
        return replace(reading, flows=chosen)
    names = [flow.name for flow in reading.flows]
    near = suggest(name, names)
    listed = ", ".join(f"`{other}`" for other in names)
    unknown = Diagnostic(
        rule=rules.UNKNOWN_FLOW,
        message=f"the file defines no flow `{name}`",
        span=Span(path=_relative(path, project)),
        help=f"did you mean `{near}`?" if near else f"its flows are {listed}",
    )
    return replace(reading, flows=(), diagnostics=(*reading.diagnostics, unknown))


def _no_flow(path: str) -> Diagnostic:
    return Diagnostic(
        rule=rules.NO_FLOW,
        message=f"`{path}` defines no flow",
        span=Span(path=path),
        help="name the file with the flow's class; its steps are methods with `@step`",
    )


def _known_backend(name: str) -> Backend:
    found = backend(name)
    if found is None:
        near = suggest(name, backend_names())
        names = ", ".join(backend_names())
        raise UsageError(
            f"there is no target `{name}`; "
            + (f"did you mean `{near}`?" if near else f"the targets are: {names}")
        )
    return found


def _relative(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix()


def _shower(project: Project, world: World) -> Callable[[str], str]:
    def show(path: str) -> str:
        file = project.root / path
        # Files of installed packages are not below the root: their paths only look relative.
        is_foreign = not file.exists() and any((p / path).exists() for p in world.search_path)
        return path if is_foreign or not path else world.shown(file)

    return show


def _moved(found: Diagnostic, show: Callable[[str], str]) -> Diagnostic:
    labels = tuple(Label(span=_at(label.span, show), text=label.text) for label in found.labels)
    return replace(found, span=_at(found.span, show), labels=labels)


def _at(span: Span, show: Callable[[str], str]) -> Span:
    return replace(span, path=show(span.path))


def _with_progress(files: list[FlowFile], world: World) -> Iterator[FlowFile]:
    if len(files) < 20 or not world.is_terminal(world.err):
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(file=world.err)
    yield from track(files, "compiling", console=console, transient=True)
