"""Waivers: comments in a flow's source that say why a finding does not matter there.

    fit(self.rows)    # flowc: ignore[FLC203] set by the mixin

A waiver holds for the line it stands on, or, on a line of its own, for the next line of code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Rule
from compiler.language import rules as language
from compiler.records import dataclass
from compiler.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Catalogue = Callable[[], Mapping[str, Rule]]

_MARK = "flowc:"
_COMMENT = re.compile(r"#[ \t]*flowc:[ \t]*(?:ignore\b(?:\[([^\]\n]*)\])?)?[ \t]*([^#\n]*)")
_UNWAIVABLE = re.compile(r"FLC10\d")
_STOPPING = re.compile(r"FLC1[0-4]\d|FLC2[3-5]\d")
"""Errors after which checks were left out, so that a waiver may only seem to be unused."""

_TARGETS = re.compile(r"FLC[3-9]\d\d")
"""Findings of one target, which may not be the one that is compiled for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A comment that waives `names` (codes or slugs) on `line`; no names if it is malformed."""

    names: tuple[str, ...]
    reason: str
    line: int
    span: Span


@lru_cache(maxsize=64)
def waivers(source: Source) -> tuple[Waiver, ...]:
    """Return the waivers of `source`, in order; text in strings and docstrings is none."""
    if _MARK not in source.text:
        return ()
    return tuple(
        _waiver(source, line, column + found.start(), found)
        for line, column, comment in _comments(source)
        for found in _COMMENT.finditer(comment)
    )


def apply(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    catalogue: Catalogue | None = None,
) -> tuple[Diagnostic, ...]:
    """Return `diagnostics` without those that are waived, and with what is wrong with waivers.

    `catalogue` gives all rules by code, to tell unknown codes; it is asked only if a waiver was
    not used.
    """
    held = [w for s in sources.values() if not s.path.startswith("<") for w in waivers(s)]
    if not held:
        return tuple(diagnostics)
    given = list(diagnostics)
    by_line = _by_line(held)
    used: set[tuple[Waiver, str]] = set()
    left = [d for d in given if not _is_waived(d, by_line, used)]
    stopped = any(d.is_error and _STOPPING.fullmatch(d.rule.code) for d in left)
    known = catalogue or _all_rules
    return (*left, *(d for w in held for d in _complaints(w, used, known, stopped=stopped)))


def _by_line(held: Iterable[Waiver]) -> Mapping[tuple[str, int], list[Waiver]]:
    by_line: dict[tuple[str, int], list[Waiver]] = {}
    for waiver in held:
        by_line.setdefault((waiver.span.path, waiver.line), []).append(waiver)
    return by_line


def _is_waived(
    found: Diagnostic,
    by_line: Mapping[tuple[str, int], list[Waiver]],
    used: set[tuple[Waiver, str]],
) -> bool:
    if _UNWAIVABLE.fullmatch(found.rule.code):
        return False
    waived = False
    for waiver in by_line.get((found.span.path, found.span.line), ()):
        for name in waiver.names:
            if name in (found.rule.code, found.rule.slug):
                used.add((waiver, name))
                waived = True
    return waived


def _complaints(
    waiver: Waiver, used: set[tuple[Waiver, str]], catalogue: Catalogue, *, stopped: bool
) -> Iterator[Diagnostic]:
    if not waiver.names:
        yield Diagnostic(
            rule=language.UNKNOWN_WAIVER,
            message="a comment for flowc is no waiver",
            span=waiver.span,
            help="write `# flowc: ignore[FLC203] the reason`",
        )
        return
    if not waiver.reason:
        yield Diagnostic(
            rule=language.UNREASONED_WAIVER,
            message="a waiver gives no reason",
            span=waiver.span,
            help="say why after the bracket",
        )
    for name in waiver.names:
        if (waiver, name) not in used:
            yield from _about_unused(waiver, name, catalogue, stopped=stopped)


def _about_unused(
    waiver: Waiver, name: str, catalogue: Catalogue, *, stopped: bool
) -> Iterator[Diagnostic]:
    rules = catalogue()
    rule = rules.get(name) or next((r for r in rules.values() if r.slug == name), None)
    if rule is None:
        yield _unknown(waiver, name, rules)
    elif _UNWAIVABLE.fullmatch(rule.code):
        yield Diagnostic(
            rule=language.UNWAIVABLE_FINDING,
            message=f"`{name}` cannot be waived",
            span=waiver.span,
            help="mend the file, and delete the comment",
        )
    elif not stopped and not _TARGETS.fullmatch(rule.code):
        yield Diagnostic(
            rule=language.UNUSED_WAIVER,
            message=f"nothing on line {waiver.line} is waived by `{name}`",
            span=waiver.span,
            help="delete the comment, or move it to the line that the finding names",
        )


def _unknown(waiver: Waiver, name: str, rules: Mapping[str, Rule]) -> Diagnostic:
    from compiler.names import suggest  # noqa: PLC0415 - only for a misspelt waiver

    close = suggest(name, [*rules, *(rule.slug for rule in rules.values())])
    return Diagnostic(
        rule=language.UNKNOWN_WAIVER,
        message=f"no rule is called `{name}`",
        span=waiver.span,
        help=f"did you mean `{close}`?" if close else "write the code that the finding has",
    )


def _waiver(source: Source, line: int, column: int, found: re.Match[str]) -> Waiver:
    names = (found[1] or "").split(",")
    end = column + len(found.group().rstrip())
    return Waiver(
        names=tuple(name.strip() for name in names if name.strip()),
        reason=found[2].strip(),
        line=_waived_line(source, line),
        span=Span(path=source.path, line=line, column=column, end_line=line, end_column=end),
    )


def _waived_line(source: Source, line: int) -> int:
    """Return the line that a comment on `line` is about: the next code if it stands alone."""
    if not source.line(line).lstrip().startswith("#"):
        return line
    for number in range(line + 1, len(source.lines) + 1):
        text = source.line(number).strip()
        if text and not text.startswith("#"):
            return number
    return line


def _comments(source: Source) -> Iterator[tuple[int, int, str]]:
    """Yield (line, column from 1, text) of the comments that mention flowc."""
    from tokenize import COMMENT, TokenError, generate_tokens  # noqa: PLC0415 - rarely needed

    lines = (f"{line}\n" for line in source.lines)
    try:
        for token in generate_tokens(lambda: next(lines, "")):
            if token.type == COMMENT and _MARK in token.string:
                yield token.start[0], token.start[1] + 1, token.string
    except (TokenError, SyntaxError):
        return  # The file does not parse, which is a finding of its own that nothing waives.


def _all_rules() -> Mapping[str, Rule]:
    from compiler.catalogue import all_rules  # noqa: PLC0415 - imports every backend

    return all_rules()
