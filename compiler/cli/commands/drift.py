"""`flowc drift`: say where a deployed flow is no longer what flowc deployed last.

The service itself applies the recorded files for a trial, and what would change is what somebody
else changed: no file is compared with a live object, in which the service fills in its defaults.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from compiler.backends.deploying import Action, Change
from compiler.cli.comparisons.model import differences_of
from compiler.cli.comparisons.text import difference_line
from compiler.cli.comparisons.wording import one_line
from compiler.cli.deploying import acting
from compiler.cli.lookup import looking
from compiler.cli.options import output_option
from compiler.cli.production import service_for
from compiler.cli.recorded import (
    recorded_on,
    recorded_options,
    release_of,
    word_and_number,
)
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from compiler.comparison.fields import concealed, differing_fields, is_within, value_text
from compiler.records import dataclass
from flowc.client.words import time_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from compiler.backends.base import Backend
    from compiler.cli.deploying import Service
    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.comparison.compare import Difference
    from compiler.storage.deployments import Deployment

DRIFTED = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A field of an object that is not as it was deployed; the object itself has no `path`.

    `by` is who set it, "" if the service does not say.
    """

    kind: str
    name: str
    path: str = ""
    deployed: Any = None
    found: Any = None
    by: str = ""


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    recorded_options(parser, "FILE|NAME")
    parser.epilog = "Exit status 0: it is as it was deployed last, 3: it is not."
    output_option(parser)


@looking
@acting
def run(args: Namespace, world: World) -> int:
    """Print what somebody else changed."""
    word, number = word_and_number(args)
    if number is not None:
        raise UsageError("drift is from the last deployment: no number is given")
    service = service_for(word, args, world)
    _, known = recorded_on(word, args, service, world)
    # The service's answer leads from what is there to what was deployed; drift is the way there.
    changes = [_reversed(one) for one in service.deployer.plan(release_of(known[-1]))]
    drifts = [drift for change in changes for drift in drifts_of(change)]
    differences = differences_of(changes, cast("Backend", service.backend))
    if args.output == "json":
        _print_json(known[-1], drifts, service, world)
    else:
        _say(known[-1], differences, drifts, service, world)
    return DRIFTED if drifts else 0


def drifts_of(change: Change) -> Iterator[Drift]:
    """Yield the fields that `change`, from what was deployed to what is there, sets otherwise."""
    match change.action:
        case Action.NONE:
            return
        case Action.CREATE | Action.DELETE:
            is_there = change.action is Action.CREATE
            yield Drift(kind=change.kind, name=change.name, deployed=not is_there, found=is_there)
        case Action.UPDATE:
            for one in differing_fields(*change.documents):
                yield Drift(
                    kind=change.kind,
                    name=change.name,
                    path=one.path,
                    deployed=concealed(one.path, one.before),
                    found=concealed(one.path, one.after),
                    by=_manager(change, one.path),
                )


def _manager(change: Change, path: str) -> str:
    managers = (one.manager for one in change.conflicts if is_within(path, one.field))
    return ", ".join(dict.fromkeys(managers))


_OPPOSITE = {Action.CREATE: Action.DELETE, Action.DELETE: Action.CREATE}


def _reversed(change: Change) -> Change:
    return replace(
        change,
        action=_OPPOSITE.get(change.action, change.action),
        before=change.after,
        after=change.before,
        documents=change.documents[::-1],
    )


def _say(
    last: Deployment,
    differences: Sequence[Difference],
    drifts: Sequence[Drift],
    service: Service,
    world: World,
) -> None:
    palette = world.palette(world.out)
    title = f"{last.flow} as {last.name} on {service.name}, {service.deployer.place}"
    world.say(palette.paint(palette.strong, one_line(title)))
    when = f"deployment {last.number}, by {last.user} at {time_text(last.created)}"
    if not drifts:
        world.say(f"  is as it was deployed: {one_line(when)}")
        return
    world.say(f"  is not as it was deployed: {one_line(when)}")
    mark = palette.paint(palette.warning, "~")
    for one in differences:
        world.say(f"  {mark} {difference_line(one)}")
    for drift in drifts:
        world.say(f"  {mark} {_words(drift)}")


def _words(drift: Drift) -> str:
    what = f"{drift.kind} {one_line(drift.name)}"
    if not drift.path:
        return f"{what} is there, and was not deployed" if drift.found else f"{what} is gone"
    by = f", set by {one_line(drift.by)}" if drift.by else ""
    return f"{what}: {one_line(drift.path)}: {_value(drift.deployed)} → {_value(drift.found)}{by}"


def _value(value: object) -> str:
    text = "none" if value is None else one_line(value_text(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _print_json(last: Deployment, drifts: Sequence[Drift], service: Service, world: World) -> None:
    document = {
        "flow": last.flow,
        "name": last.name,
        "target": service.name,
        "place": service.deployer.place,
        "number": last.number,
        "drifts": [
            {
                "kind": one.kind,
                "name": one.name,
                "path": one.path or None,
                "deployed": one.deployed,
                "found": one.found,
                "by": one.by or None,
            }
            for one in drifts
        ],
    }
    print_json("drift", document, world)
