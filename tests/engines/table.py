"""What the engines did with each golden flow, as a table."""

from __future__ import annotations

COLUMNS = ("lint", "admitted", "executed", "equal")


class Table:
    """A row for each flow; for each version what held: lint, admitted, executed, equal."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, dict[str, str]]] = {}

    def add(self, flow: str, version: str, column: str, word: str) -> None:
        """Say in a word how a flow did in a column."""
        assert column in COLUMNS
        self._found.setdefault(flow, {}).setdefault(version, {})[column] = word

    def lines(self) -> list[str]:
        """Return the table's lines, the first being its head; none if it is empty."""
        versions = list(dict.fromkeys(v for row in self._found.values() for v in row))
        if not versions:
            return []
        heads = [f"{column} {version}" for version in versions for column in COLUMNS]
        rows = [
            [flow, *(row.get(version, {}).get(c, "-") for version in versions for c in COLUMNS)]
            for flow, row in sorted(self._found.items())
        ]
        return [_line(["golden flow", *heads], heads), *(_line(row, heads) for row in rows), ""]


def _line(cells: list[str], heads: list[str]) -> str:
    widths = [22, *(len(head) for head in heads)]
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
