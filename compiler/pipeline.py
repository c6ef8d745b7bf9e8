"""The compiler on one screen: a reading is checked, waived, lowered; nothing here touches a file.

    Reading ── check ──→ Checked (one a flow) ── lower ──→ Lowered (files, one set a target)

Findings are collected, never raised: a stage that found errors only stops what comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from compiler.backends.base import Backend, Options, OutputFile
from compiler.diagnostics import Diagnostic, in_order
from compiler.frontends.base import ReadFlow, Reading
from compiler.ir.nodes import Flow
from compiler.passes.order import DRAFT_CHECKS, FLOW_CHECKS, SETTINGS_CHECKS
from compiler.records import dataclass
from compiler.source import Source, concealed
from compiler.waivers import apply


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A backend with the options that flows are lowered with."""

    backend: Backend
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A flow after every stage: `files` are (target's name, file) pairs, none after an error."""

    name: str
    flow: Flow | None
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[tuple[str, OutputFile], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What became of one file: its flows, and all that was found, with waivers applied."""

    flows: tuple[Compiled, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def compile_reading(reading: Reading, targets: Sequence[Target], *, emit: bool) -> Compilation:
    """Check every flow of `reading`, also against `targets`; emit what has no errors."""
    checked = [check_flow(flow, targets, reading.sources) for flow in reading.flows]
    found = [*reading.diagnostics, *(d for flow in checked for d in flow.diagnostics)]
    left = apply(in_order(found), reading.sources)
    if emit and not any(d.is_error for d in reading.diagnostics):
        checked = [_with_files(flow, targets, reading.sources) for flow in checked]
    sources = _without_secrets(reading.sources, found)
    return Compilation(flows=tuple(checked), diagnostics=left, sources=sources)


def check_flow(
    read: ReadFlow, targets: Sequence[Target], sources: Mapping[str, Source]
) -> Compiled:
    """Run every check on `read`; targets are asked only about flows that have no errors."""
    found = [*read.diagnostics]
    subject = read.flow or read.draft
    if subject is not None:
        has_structure = read.flow is not None or read.draft_has_structure
        checks = (*SETTINGS_CHECKS, *(FLOW_CHECKS if has_structure else DRAFT_CHECKS))
        found += [d for check in checks for d in check(subject)]
    if read.flow is not None and not _has_errors(found, sources):
        found += [d for t in targets for d in t.backend.check(read.flow, t.options)]
    return Compiled(name=read.name, flow=read.flow, diagnostics=in_order(found))


def _with_files(
    compiled: Compiled, targets: Sequence[Target], sources: Mapping[str, Source]
) -> Compiled:
    flow = compiled.flow
    if flow is None or _has_errors(compiled.diagnostics, sources):
        return compiled
    files = tuple((t.backend.name, f) for t in targets for f in t.backend.emit(flow, t.options))
    return Compiled(name=compiled.name, flow=flow, diagnostics=compiled.diagnostics, files=files)


def _without_secrets(
    sources: Mapping[str, Source], found: Sequence[Diagnostic]
) -> Mapping[str, Source]:
    """Return `sources` as reports may quote them: they end up in logs."""
    secret = [d.span for d in found if d.rule.conceals and d.span.path in sources]
    hidden = {
        path: concealed(sources[path], (span for span in secret if span.path == path))
        for path in {span.path for span in secret}
    }
    return {**sources, **hidden}


def _has_errors(found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> bool:
    """Say whether an error is left after waivers."""
    if not any(d.is_error for d in found):
        return False
    return any(d.is_error for d in apply(in_order(found), sources))
