"""`python -m tests.differential [CASE …]`: a table of what Metaflow and flowc make of each flow."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.differential.cases import CASES, Case
from tests.differential.checking import Checked, check
from tests.differential.known import KNOWN


def main(names: Sequence[str]) -> int:
    """Run the named cases, or all; return 1 if anything differs that should not."""
    cases = [case for case in CASES if not names or case.name in names or case.flow in names]
    if not cases:
        print(f"no such case; there are: {', '.join(case.name for case in CASES)}")
        return 2
    console = Console(width=max(100, Console().width))
    found = list(_checked(cases, console))
    console.print(_table(found))
    console.print(_differences(found))
    for one in found:
        for problem in one.problems:
            console.print(f"[red]{one.case.name}[/red]", end=" ")
            console.print(problem, markup=False, highlight=False)
    return 1 if any(one.problems for one in found) else 0


def _checked(cases: Sequence[Case], console: Console) -> Iterator[Checked]:
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(os.cpu_count()) as pool,
        console.status("running") as status,
    ):
        jobs = [pool.submit(check, case, Path(folder, case.name)) for case in cases]
        for number, job in enumerate(jobs):
            yield job.result()
            status.update(f"{number + 1} of {len(jobs)}")


def _table(found: Sequence[Checked]) -> Table:
    table = Table(title="the same file, run by Metaflow and by flowc", title_justify="left")
    table.add_column("flow")
    for name in ("tasks", "artifacts", "equal", "meant to differ", "Metaflow s", "flowc s"):
        table.add_column(name, justify="right")
    table.add_column("")
    for one in found:
        artifacts = one.comparison.artifacts
        table.add_row(
            one.case.name,
            *map(str, (one.comparison.tasks, artifacts, artifacts - one.unequal, one.unequal)),
            *(f"{seconds:.1f}" for seconds in one.seconds),
            "[red]differs" if one.problems else "[green]equal",
            end_section=one is found[-1],
        )
    sums = [sum(column) for column in zip(*map(_numbers, found), strict=True)]
    table.add_row(
        f"{len(found)} runs",
        *(f"{number:,.0f}" for number in sums[:4]),
        *(f"{number:.0f}" for number in sums[4:]),
        "",
    )
    return table


def _numbers(one: Checked) -> tuple[float, ...]:
    artifacts, unequal = one.comparison.artifacts, one.unequal
    return one.comparison.tasks, artifacts, artifacts - unequal, unequal, *one.seconds


def _differences(found: Sequence[Checked]) -> Table:
    table = Table(title="what is meant to differ", title_justify="left", show_lines=True)
    table.add_column("where")
    table.add_column("why")
    for known in KNOWN:
        met = [one.case.name for one in found if known in one.known]
        if met:
            table.add_row(", ".join(met) if known.cases else "everywhere", known.reason)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
