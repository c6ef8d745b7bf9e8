"""Markdown becomes what CommonMark says, and never more than text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.cards.markdown import to_html

SAMPLES = [
    "# a",
    "## a #",
    "###### six",
    "####### seven",
    "a\n# h\nb",
    "a\n---",
    "a\n===",
    "a\nb",
    "a  \nb",
    "a\n\nb\n\n\n\nc",
    "*a* **a** ***a***",
    "_a_ __b__ snake_case_x a_b_c _a_b __a__b",
    "*a **b** c* and **a *b* c**",
    "2*3*4 and a * b * c",
    "**bold\nacross**",
    "`a``b` ``a`b`` `<b>`",
    "~~x~~",
    "[a](http://b.c) [a *b*](./x) [a][ref]",
    "[bad](javascript:x) [worse](JaVaScRiPt:x) [data](data:text/html,x)",
    "![i](http://x/y.png) ![no](data:text/html,x)",
    "<http://a.b> http://bare.url",
    "<b>x</b> <script>alert(1)</script>",
    "\\*a\\* \\# b",
    "- a\n- b",
    "* a\n* b",
    "1. a\n2. b",
    "3) a",
    "- a\n  - b\n    - c\n- d",
    "- a\n\n- b",
    "- a\n  more\n- b",
    "- a\nlazy",
    "1. a\n   - b\n2. c",
    "- a\n\n  para\n- b",
    "- a\n\n      code",
    "- a\n- b\n\npara after",
    "1. one\n\n   ```\n   code\n   ```\n2. two",
    "para\n- item",
    "- [ ] task",
    "> q\n> r",
    "> q\nlazy",
    "> - a\n> - b",
    "> # h\n> p",
    "```\ncode <b>\n  x\n```",
    "```py\ncode\n```",
    "~~~\nx\n~~~",
    "```\nunclosed",
    "a\n\n    code after para",
    "---",
    "***",
    "- - -",
    "| a | b |\n|---|--:|\n| 1 | 2 |",
    "a | b\n--|--\n1 | 2",
    "| a |\n|:-:|\n| `x` \\| y |",
    "text\n| a |\n|---|\n| 1 |",
    "Ünï *cödé* 100%",
]


def normal(html: str) -> str:
    """Return HTML without what two renderers may write as they like."""
    html = re.sub(r' (?:class|style|alt|start)="[^"]*"', "", html)
    html = re.sub(r"</?(?:div|tbody|thead)>", "", html).replace(" />", ">")
    html = re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html))
    html = re.sub(r" *(</?(?:p|li|ul|ol|blockquote|h\d|pre|code|br)>) *", r"\1", html)
    return unescape(re.sub(r"<li><p>(.*?)</p>", r"<li>\1", html).strip())


@pytest.mark.parametrize("text", SAMPLES)
def test_markdown_is_what_commonmark_says(text: str) -> None:
    library = pytest.importorskip("markdown_it")
    oracle = library.MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    assert normal(to_html(text)) == normal(oracle.render(text))


def test_what_all_lines_begin_with_is_taken_off() -> None:
    assert to_html("\n    # Title\n      - item\n") == "<h1>Title</h1>\n<ul><li>item</li></ul>"


class Elements(HTMLParser):
    """Collects what HTML holds besides text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.urls += [value or "" for name, value in attrs if name in {"href", "src"}]


ALLOWED = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "pre", "code", "blockquote"}
ALLOWED |= {"hr", "br", "table", "thead", "tbody", "tr", "th", "td", "div", "em", "strong", "s"}
MARKS = "* ** _ ` ``` ~~ [ ]( ) ! < > | # - javascript: data: http:// onload= script & a \" ' \\"
PIECES = st.sampled_from([*MARKS.split(), " ", "    ", "\n", "# ", "- ", "1. "])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_makes_an_element_or_a_link_of_its_own(text: str) -> None:
    parsed = Elements()
    parsed.feed(to_html(text))
    for tag, attributes in parsed.found:
        expected = {"a": ("href",), "img": ("src", "alt")}.get(tag, ())
        assert tag in ALLOWED or attributes == expected
        assert set(attributes) <= {"class", *expected}
    assert not [url for url in parsed.urls if url.lower().startswith(("javascript:", "vbscript:"))]
    assert not [url for url in parsed.urls if url.lower().startswith("data:text")]


@given(st.text(max_size=200))
def test_any_text_is_shown(text: str) -> None:
    assert isinstance(to_html(text), str)


@pytest.mark.parametrize("piece", ["*a ", "_a ", "[a](", "<http://", "**a ", "~a"])
def test_marks_that_nothing_closes_are_text(piece: str) -> None:
    text = (piece * 500).strip()
    assert unescape(re.sub(r"<[^>]*>", "", to_html(text))) == text


def test_what_is_nested_without_end_is_cut() -> None:
    assert "&#62;" in to_html("> " * 200 + "x")
    assert to_html("\n".join("  " * depth + "- x" for depth in range(200))).count("<ul>") < 30
