"""Findings about a flow: what a rule is, what a diagnostic is, and how a stage refuses."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from compiler.records import dataclass
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding matters: only errors stop a compilation."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of finding: its code, its name and the page that `flowc explain CODE` prints.

    `slug` states the problem in kebab-case; `page` is Markdown: what is wrong, why it matters,
    an example, and how it is put right. One rule has one golden in `golden/diagnostics`. `conceals`
    says that what stands at the finding's place must not be shown: it is a secret.
    """

    code: str
    slug: str
    page: str
    severity: Severity = Severity.ERROR
    conceals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A second place that explains a finding, such as "assigned here"."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding: `message` names the problem in one sentence, `help` says what would mend it.

    The message starts in lower case and has no full stop; code of the user stands in backticks.
    """

    rule: Rule
    message: str
    span: Span = NOWHERE
    labels: tuple[Label, ...] = ()
    help: str = ""

    @property
    def is_error(self) -> bool:
        """Say whether this finding stops the compilation."""
        return self.rule.severity is Severity.ERROR


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `diagnostics` without repetitions, by place, then code, then message."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_order))


def _order(found: Diagnostic) -> tuple[str, int, int, str, str]:
    return (
        found.span.path,
        found.span.line,
        found.span.column,
        found.rule.code,
        found.message,
    )
