"""Compares the flows of two files, and what they are compiled to, without any network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import Action, Change
from compiler.cli.comparisons.model import Comparison
from compiler.cli.comparisons.wording import FILE
from compiler.comparison.compare import compare
from compiler.comparison.flows import flow_summary
from compiler.comparison.summary import Summary
from compiler.records import dataclass

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from compiler.cli.reading import Unit
    from compiler.ir.nodes import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a flow: what it means, and the files that it is compiled to, by their names.

    The configured image and store are part of what it means.
    """

    flow: str
    summary: Summary
    files: tuple[tuple[str, str], ...]


def compare_files(old: Sequence[Unit], new: Sequence[Unit], args: Namespace) -> list[Comparison]:
    """Compare the flows of the same name; two that are alone in their files whatever their names.

    Flows that only one side has are new or gone.
    """
    before, after = _versions(old, args), _versions(new, args)
    if len(before) == len(after) == 1:
        return [_comparison(before[0], after[0])]
    by_name = {one.flow: one for one in before}
    found = [_comparison(by_name.pop(one.flow, None), one) for one in after]
    return found + [_comparison(one, None) for one in by_name.values()]


def _versions(units: Sequence[Unit], args: Namespace) -> list[Version]:
    return [
        Version(
            flow=done.name,
            summary=_summary(done.flow, unit, args),
            files=tuple((f"{target}/{file.path}", file.text) for target, file in done.files),
        )
        for unit in units
        for done in unit.result.flows
        if done.flow is not None
    ]


def _summary(flow: Flow, unit: Unit, args: Namespace) -> Summary:
    settings = unit.project.settings
    return flow_summary(flow, args.image or settings.image, args.store or settings.store)


def _comparison(before: Version | None, after: Version | None) -> Comparison:
    names = dict.fromkeys(one.flow for one in (before, after) if one)
    return Comparison(
        title=" → ".join(names),
        changes=_changes(before, after),
        differences=compare(
            before.summary if before else Summary(), after.summary if after else Summary()
        ),
    )


def _changes(before: Version | None, after: Version | None) -> tuple[Change, ...]:
    old, new = dict(before.files if before else ()), dict(after.files if after else ())
    if len(old) == len(new) == 1:
        # A flow that is called otherwise is compiled to a file that is called otherwise.
        old = dict(zip(new, old.values(), strict=True))
    return tuple(
        Change(
            action=_action(old.get(name), new.get(name)),
            kind=FILE,
            name=name,
            before=old.get(name, ""),
            after=new.get(name, ""),
        )
        for name in dict.fromkeys([*new, *old])
    )


def _action(old: str | None, new: str | None) -> Action:
    if old is None:
        return Action.CREATE
    if new is None:
        return Action.DELETE
    return Action.NONE if old == new else Action.UPDATE
