"""Runs a case with both, and says what was compared and what is wrong."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.differential.cases import Case
from tests.differential.comparing import Comparison, Difference, compare
from tests.differential.known import KNOWN, Known
from tests.differential.running import Outcome, run_flowc, run_metaflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a case has shown; `seconds` are Metaflow's and flowc's."""

    case: Case
    comparison: Comparison
    known: Sequence[Known]
    problems: Sequence[str]
    seconds: tuple[float, float]

    @property
    def unequal(self) -> int:
        """Return how many artifacts differ, but for those that differ in every flow."""
        everywhere = {name for known in self.known if not known.cases for name in known.names}
        names = [found.name for found in self.comparison.differences]
        return sum(not name.startswith("(") and name not in everywhere for name in names)


def check(case: Case, folder: Path) -> Checked:
    """Run `case` in `folder` and compare."""
    start = time.monotonic()
    metaflow = run_metaflow(case, folder / "metaflow")
    middle = time.monotonic()
    flowc = run_flowc(case, folder / "flowc")
    seconds = middle - start, time.monotonic() - middle
    found = compare(metaflow, flowc)
    known = [one for one in KNOWN if any(one.covers(case.name, d) for d in found.differences)]
    problems = [
        *_wrong_endings(case, metaflow, flowc),
        *(str(one) for one in found.differences if not _is_known(case, one)),
        *(f"no longer so: {one.reason}" for one in KNOWN if _is_stale(case, one, known)),
    ]
    return Checked(case=case, comparison=found, known=known, problems=problems, seconds=seconds)


def _is_known(case: Case, found: Difference) -> bool:
    return any(known.covers(case.name, found) for known in KNOWN)


def _is_stale(case: Case, known: Known, met: Sequence[Known]) -> bool:
    return known.concerns(case.name) and known not in met


def _wrong_endings(case: Case, metaflow: Outcome, flowc: Outcome) -> list[str]:
    """Say of runs that should have failed that they did not, or the other way round."""
    outcomes = {"Metaflow": metaflow, "flowc": flowc}
    ended = {True: "succeeded", False: "failed"}
    return [
        f"{name}'s run {ended[outcome.succeeded]}:\n{outcome.output}"
        for name, outcome in outcomes.items()
        if outcome.succeeded == case.fails
    ]
