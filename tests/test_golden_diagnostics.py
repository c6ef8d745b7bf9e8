"""The golden diagnostics: one for each rule, exactly as a person sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compiler.backends.local.rules import RULES as LOCAL_RULES
from compiler.catalogue import all_rules
from compiler.cli.goldens import Case, cases, differences
from compiler.cli.rules import INTERNAL_ERROR
from compiler.diagnostics import Rule

ROOT = Path(__file__).parent.parent
CASES = [case for case in cases(ROOT / "golden", None) if case.is_report]
RULES = all_rules()
WITHOUT_A_FLOW = {INTERNAL_ERROR.code, *(rule.code for rule in LOCAL_RULES)}
"""Rules that no flow brings about by itself, as those about a run: they have no golden."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.flow.parent.name)
def test_a_report_is_what_is_committed(case: Case) -> None:
    wrong = [one.path.relative_to(ROOT).as_posix() for one in differences(case)]
    assert not wrong, "run `make golden` and read the diff"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.flow.parent.name)
def test_a_report_shows_the_rule_it_is_named_after(case: Case) -> None:
    code, _, _ = case.flow.parent.name.partition("-")
    assert f"{code} [{RULES[code].slug}]" in case.want.read_text(encoding="utf-8")


def test_every_rule_has_a_golden_and_every_golden_a_rule() -> None:
    named = {case.flow.parent.name for case in CASES}
    rules = {f"{rule.code}-{rule.slug}" for rule in RULES.values()}
    without = {f"{code}-{RULES[code].slug}" for code in WITHOUT_A_FLOW}
    assert named == rules - without


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_has_a_code_a_slug_and_a_page_with_a_remedy(rule: Rule) -> None:
    assert re.fullmatch(r"FLC\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug)
    paragraphs = rule.page.strip().split("\n\n")
    assert len(paragraphs) >= 2, "what is wrong, and how it is mended"
    assert all(len(line) <= 100 for line in rule.page.splitlines())


def test_slugs_are_unique() -> None:
    slugs = [rule.slug for rule in RULES.values()]
    assert len(slugs) == len(set(slugs))
