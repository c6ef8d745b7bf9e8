"""Asks services what deploying would change, and prints that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from compiler.cli.comparisons.document import comparison_document
from compiler.cli.comparisons.markdown import comparisons_markdown
from compiler.cli.comparisons.model import Comparison, of_changes
from compiler.cli.comparisons.text import comparison_text
from compiler.cli.deploying import connect, releases
from compiler.cli.records_json import print_json
from compiler.records import dataclass

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from compiler.backends.base import Backend
    from compiler.backends.deploying import Release
    from compiler.cli.deploying import Service
    from compiler.cli.world import World

FORMS = ("text", "json", "markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What deploying one release would change; `about` says what it is, for JSON."""

    comparison: Comparison
    about: dict[str, Any]


def plan_all(args: Namespace, world: World) -> list[Planned] | None:
    """Plan the deployment of every flow that `args` name; None if one of them has errors."""
    found = releases(args, world)
    if found is None:
        return None
    force = getattr(args, "force", False)
    services: dict[tuple[str, Path], Service] = {}
    plans = []
    for each in found:
        key = each.target, each.unit.project.root
        if key not in services:
            services[key] = connect(each.target, args, each.unit.project, world)
        plans.append(planned(each.release, services[key], force=force))
    return plans


def planned(release: Release, service: Service, *, force: bool = False) -> Planned:
    """Plan the deployment of `release`; raises DeployError."""
    changes = service.deployer.plan(release, force=force)
    title = f"{release.flow} as {release.name}"
    place = f"{service.name}, {service.deployer.place}"
    about = {
        "flow": release.flow,
        "name": release.name,
        "target": service.name,
        "place": service.deployer.place,
    }
    comparison = of_changes(title, place, changes, cast("Backend", service.backend))
    return Planned(comparison=comparison, about=about)


def show(found: Sequence[Planned], form: str, world: World, *, diff: bool) -> None:
    """Print what was planned; in a text, `diff` asks for the texts of the objects, too."""
    comparisons = [one.comparison for one in found]
    match form:
        case "json":
            documents = [{**one.about, **comparison_document(one.comparison)} for one in found]
            print_json("plan", {"flows": documents}, world)
        case "markdown":
            world.emit(comparisons_markdown(comparisons))
        case _:
            show_text(comparisons, world, diff=diff)


def show_text(comparisons: Sequence[Comparison], world: World, *, diff: bool) -> None:
    """Print comparisons for a person."""
    palette = world.palette(world.out)
    texts = [comparison_text(one, palette, diff=diff) for one in comparisons]
    world.out.write("\n".join(texts))
