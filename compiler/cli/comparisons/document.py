"""Comparisons as JSON, for other tools."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from compiler.cli.comparisons.wording import text_diff

if TYPE_CHECKING:
    from compiler.backends.deploying import Change
    from compiler.cli.comparisons.model import Comparison


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return `comparison` as JSON's types."""
    return {
        "title": comparison.title,
        "place": comparison.place or None,
        "has_changes": comparison.has_changes,
        "differences": [
            {**asdict(one), "kind": one.kind.value, "subject": one.subject.value}
            for one in comparison.differences
        ],
        "objects": [_object(one) for one in comparison.changes],
    }


def _object(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "name": change.name,
        "action": change.action.value,
        "conflicts": [asdict(one) for one in change.conflicts],
        "diff": text_diff(change),
    }
