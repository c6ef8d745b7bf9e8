"""The settings of a whole flow: its schedule, its project, and what is called when a run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Hook, Outcome, Project, Schedule
from compiler.language.cron import DAILY, HOURLY, WEEKLY, Foreign, cron_of
from compiler.language.literals import shown
from compiler.language.rules_arguments import WRONG_ARGUMENT_TYPE
from compiler.language.rules_decorators import FOREIGN_CRON
from compiler.language.values import Code, Folded, Items, Known, Unknown

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments

_INTERVALS = {"weekly": WEEKLY, "hourly": HOURLY, "daily": DAILY}


def schedule_of(arguments: Arguments) -> Schedule | None:
    """Return what `@schedule` asks for: daily, if it does not say; None if it says never."""
    chosen = [name for name in _INTERVALS if arguments.flag(name)]
    names = [name for name in ("cron", *chosen) if arguments.given(name)]
    if len(names) > 1:
        arguments.one_of(*names)
    if arguments.given("cron"):
        cron = _cron(arguments)
    else:
        refused = arguments.given("daily") and "daily" not in chosen
        cron = _INTERVALS[chosen[0]] if chosen else None if refused else DAILY
    timezone = arguments.text("timezone") or None
    return Schedule(crons=(cron,), timezone=timezone, span=arguments.call.span) if cron else None


def project_of(arguments: Arguments) -> Project | None:
    """Return the project that `@project` names."""
    if not arguments.given("name"):
        arguments.missing("`@project` has no name", 'write `@project(name="…")`')
        return None
    name = arguments.text("name")
    if name is None:
        return None
    return Project(
        name=name,
        branch=arguments.text("branch") or None,
        production=bool(arguments.flag("production")),
        span=arguments.call.span,
    )


def hooks_of(arguments: Arguments) -> tuple[Hook, ...]:
    """Return the functions that `@exit_hook` has called when a run ended."""
    if not arguments.given("on_success") and not arguments.given("on_error"):
        arguments.missing("`@exit_hook` names no function", "write `on_error=[tell_the_team]`")
    succeeded = _hooks(arguments, "on_success", Outcome.SUCCESS)
    return (*succeeded, *_hooks(arguments, "on_error", Outcome.ERROR))


def _cron(arguments: Arguments) -> str | None:
    text = arguments.text("cron")
    cron = cron_of(text) if text is not None else None
    if isinstance(cron, Foreign):
        arguments.report(
            FOREIGN_CRON,
            f"`{text}` cannot be written with the five fields of cron: {cron.problem}",
            arguments.span("cron"),
            "write minute, hour, day of the month, month and day of the week",
        )
        return None
    return cron


def _hooks(arguments: Arguments, name: str, outcome: Outcome) -> tuple[Hook, ...]:
    value = arguments.folded(name)
    if isinstance(value, Unknown):
        arguments.unknown(name, value)
    if value is None or isinstance(value, Unknown):
        return ()
    if not isinstance(value, Items):
        arguments.wrong(name, "a list of functions")
        return ()
    options = arguments.table("options")
    functions = (_function(arguments, name, item) for item in value.items)
    return tuple(
        Hook(function=function, outcome=outcome, options=options, span=arguments.call.span)
        for function in functions
        if function
    )


def _function(arguments: Arguments, name: str, item: Folded) -> str | None:
    match item:
        case Code(name=str(function)) if function:
            return function
        case Known(value=str(function)) if function:
            return function
        case Unknown():
            arguments.unknown(name, item)
        case _:
            arguments.report(
                WRONG_ARGUMENT_TYPE,
                f"`{name}` of {arguments.subject} contains {shown(item)}, not a named function",
                arguments.span(name, item),
                "define the function with `def` in the flow's file, and name it here",
            )
    return None
