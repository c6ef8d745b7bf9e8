"""Check that a flow can be started by its schedule and its triggers.

@schedule(cron="0 25 * * *")        # FLC262: the hour of `0 25 * * *` cannot be read
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.nodes import Flow
from compiler.ir.settings import Literal, Parameter
from compiler.names import suggest
from compiler.passes import settings_rules as rules
from compiler.source import Span

_FIELDS = {
    "minute": "the minute",
    "hour": "the hour",
    "day-of-month": "the day of the month",
    "month": "the month",
    "day-of-week": "the day of the week",
}


def check_supplied_parameters(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each parameter that a schedule or trigger leaves without value."""
    for parameter in flow.parameters:
        if parameter.default is not None and parameter.default != Literal("null"):
            continue
        if parameter.file and parameter.file.path is not None:
            continue
        starter = _silent_starter(flow, parameter)
        if starter and parameter.required:
            yield _unsupplied(parameter, *starter)
        elif flow.schedule and parameter.default is None:
            yield _undefaulted(parameter, flow.schedule.span)


def check_cron(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each cron expression that names no time."""
    for cron in flow.schedule.crons if flow.schedule else ():
        problem = _cron_problem(cron)
        if problem and flow.schedule:
            yield Diagnostic(
                rule=rules.MALFORMED_CRON,
                message=f"the schedule `{cron}` cannot be kept: {problem}",
                span=flow.schedule.span,
                help="write minute, hour, day of the month, month, day of the week: `30 6 * * 1-5`",
            )


def check_timezone(flow: Flow) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the schedule's time zone is none that this machine knows."""
    zone = flow.schedule.timezone if flow.schedule else None
    if flow.schedule is None or zone is None or _is_zone(zone) or not _is_zone("UTC"):
        return
    close = _close_zone(zone)
    yield Diagnostic(
        rule=rules.UNKNOWN_TIMEZONE,
        message=f"there is no time zone `{zone}`",
        span=flow.schedule.span,
        help=f"did you mean `{close}`?" if close else "use a full name, such as `Europe/Berlin`",
    )


def check_trigger_parameters(flow: Flow) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each parameter that an event is to set and the flow lacks."""
    names = {parameter.name for parameter in flow.parameters}
    for event in (event for trigger in flow.triggers for event in trigger.events):
        for name, _ in event.parameters:
            if name not in names:
                close = suggest(name, names)
                yield Diagnostic(
                    rule=rules.UNKNOWN_TRIGGER_PARAMETER,
                    message=f"the event `{event.name}` sets `{name}`, which is no parameter",
                    span=event.span,
                    help=f"did you mean `{close}`?" if close else f'add `Parameter("{name}")`',
                )


def _silent_starter(flow: Flow, parameter: Parameter) -> tuple[str, Span] | None:
    """Return what starts runs without giving `parameter`: the schedule, or a trigger."""
    if flow.schedule:
        return "the schedule", flow.schedule.span
    for trigger in flow.triggers:
        given = {name for event in trigger.events for name, _ in event.parameters}
        if parameter.name not in given:
            return "a trigger", trigger.span
    return None


def _unsupplied(parameter: Parameter, starter: str, span: Span) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNSUPPLIED_PARAMETER,
        message=f"`{parameter.name}` must be given, and {starter} does not give it",
        span=parameter.span,
        labels=(Label(span=span, text=f"{starter} starts runs by itself"),),
        help="give it a `default`",
    )


def _undefaulted(parameter: Parameter, span: Span) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNDEFAULTED_PARAMETER,
        message=f"`{parameter.name}` is None in every run that the schedule starts",
        span=parameter.span,
        labels=(Label(span=span, text="the schedule starts runs by itself"),),
        help="give it a `default`; `default=None` if None is meant",
    )


def _cron_problem(cron: str) -> str | None:
    from datetime import datetime  # noqa: PLC0415 - only scheduled flows pay for it

    from cronsim import CronSim, CronSimError  # noqa: PLC0415

    try:
        CronSim(cron, datetime(2024, 1, 1))  # noqa: DTZ001 - any time will do
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        if field in _FIELDS:
            return f"{_FIELDS[field]} is out of range, or unreadable"
        return f"it has {len(cron.split())} fields, not 5"
    return None


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only scheduled flows pay for it

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _close_zone(name: str) -> str | None:
    from zoneinfo import available_timezones  # noqa: PLC0415 - only where something is wrong

    zones = sorted(available_timezones())
    ending = next((zone for zone in zones if zone.lower().endswith(f"/{name.lower()}")), None)
    return ending or suggest(name, zones)
