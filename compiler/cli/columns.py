"""Tables of the commands about runs: framed by rich on a terminal, plain columns elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.report.columns import shown, width
from flowc.client import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.cli.world import World

_STYLES = {
    progress.SUCCEEDED: "green",
    progress.CLONED: "green",
    progress.CAUGHT: "yellow",
    progress.INTERRUPTED: "yellow",
    progress.RUNNING: "cyan",
    progress.FAILED: "bold red",
}


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], world: World) -> None:
    """Print rows of text below their columns' names; columns without any text are left out."""
    if not rows:
        return
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    columns = [columns[place] for place in kept]
    cells = [[_one_line(row[place]) for place in kept] for row in rows]
    if world.is_terminal(world.out):
        _framed(columns, cells, world)
        return
    upper = [name.upper() for name in columns]
    wide = [max(map(width, texts)) for texts in zip(upper, *cells, strict=True)]
    for row in (upper, *cells):
        world.say("  ".join(map(_padded, row, wide)).rstrip())


def _framed(columns: Sequence[str], rows: Sequence[Sequence[str]], world: World) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # Texts, so that nothing a user wrote is taken for markup.
        table.add_row(*(Text(cell, style=_style(cell)) for cell in row))
    colour = None if world.environ.get("NO_COLOR") else True
    Console(file=world.out, no_color=colour is None).print(table)


def _style(cell: str) -> str:
    return next((style for state, style in _STYLES.items() if cell.endswith(state)), "")


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _one_line(text: str) -> str:
    return shown(" ".join(text.split()))
