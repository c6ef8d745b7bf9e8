"""Prints what was found, in the form asked for, and says what it means for the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Severity
from compiler.report.text import text_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.cli.world import World
    from compiler.report.model import Report

FINDINGS = 1


def has_failed(report: Report, *, strict: bool) -> bool:
    """Say whether the findings make the command fail."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(found.rule.severity in failing for found in report.diagnostics)


def render(report: Report, form: str, extra: Mapping[str, object] | None = None) -> str:
    """Return the report in the machine-readable form `form`; `extra` goes into JSON."""
    match form:
        case "json":
            from compiler.report.json_format import json_report

            return json_report(report, extra)
        case "sarif":
            from compiler.report.sarif_format import sarif_report
            from compiler.version import VERSION

            return sarif_report(report, VERSION)
        case "github":
            from compiler.report.github_format import github_report

            return github_report(report)
        case "concise":
            from compiler.report.concise import concise_report

            return concise_report(report)
        case "markdown":
            from compiler.cli.comparisons.markdown import fenced

            return fenced(text_report(report), "text")
        case _:
            return text_report(report)


def tell(report: Report, world: World) -> None:
    """Print the findings for a person beside the command's answer, on stderr."""
    if report.diagnostics:
        world.err.write(text_report(report, world.palette(world.err)))


def show(report: Report, world: World, form: str) -> None:
    """Print the findings as the command's answer, on stdout."""
    if form == "text":
        world.out.write(text_report(report, world.palette(world.out)))
    elif form in ("concise", "github"):
        world.out.write(render(report, form))
    else:
        world.emit(render(report, form))
