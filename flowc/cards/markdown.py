"""Markdown as HTML, by `markdown-it-py` where it is installed, else by a plain renderer of our own.

Ours knows headings, paragraphs, lists, block quotes, code, tables, rules, links, images and
emphasis. Neither lets HTML through, nor links that run code.
"""

from __future__ import annotations

import re

from flowc.cards import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_DIVIDER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
# What is marked is short, so that a text full of unclosed marks takes no longer than others.
_INLINE = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])|(?P<ticks>`+)(?P<code>.{1,1000}?)(?P=ticks)(?!`)"
    r"|(?P<image>!?)\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\((?P<url>[^\s()<>]+)(?:\s+\"[^\"]*\")?\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<strong>\*\*|(?<!\w)__)(?=\S)(?P<bold>.{1,1000}?)(?<=\S)(?P=strong)"
    r"|(?P<mark>\*|(?<!\w)_)(?=\S)(?P<italic>.{1,1000}?)(?<=\S)(?P=mark)(?!\w)"
    r"|~~(?P<struck>.{1,1000}?)~~",
    re.DOTALL,
)
_SAFE_URL = re.compile(r"(?:https?:|mailto:|#|/|\./|\.\./|[^:]*$)", re.IGNORECASE)
_SAFE_IMAGE = re.compile(r"(?:https?:|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)


def to_html(text: str) -> str:
    """Return Markdown as HTML; what is common to the beginnings of all lines is taken off."""
    from importlib import import_module
    from textwrap import dedent

    plain = dedent(text)
    try:
        library = import_module("markdown_it")
    except ImportError:
        return plain_html(plain)
    made = library.MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    html: str = made.render(plain)
    return html


def plain_html(text: str) -> str:
    """Return Markdown as HTML by our own renderer."""
    return _blocks(text.expandtabs(4).splitlines(), 0)


def _blocks(lines: list[str], depth: int) -> str:
    """Return lines as HTML; beyond 20 levels of quotes and lists they are text."""
    if depth > 20:
        return markup.text("p", "\n".join(lines))
    made, at = [], 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        html, at = _block(lines, at, depth)
        made.append(html)
    return "\n".join(made)


def _block(lines: list[str], at: int, depth: int) -> tuple[str, int]:
    """Return the block that begins in line `at`, and the line after it."""
    line = lines[at].strip()
    heading = _HEADING.match(line)
    if heading:
        name = f"h{len(heading[1])}"
        return markup.element(name, inline(heading[2].rstrip("#").rstrip())), at + 1
    if _FENCE.match(line):
        return _fenced(lines, at)
    if _RULE.match(line):
        return "<hr>", at + 1
    if line.startswith(">"):
        return _quote(lines, at, depth)
    if _ITEM.match(lines[at]):
        return _listed(lines, at, depth)
    if "|" in line and at + 1 < len(lines) and _DIVIDER.match(lines[at + 1].strip()):
        return _table(lines, at)
    if lines[at].startswith("    "):
        return _indented(lines, at)
    return _paragraph(lines, at)


def _fenced(lines: list[str], at: int) -> tuple[str, int]:
    opening = lines[at]
    fence = _FENCE.match(opening.strip())
    mark = fence[1] if fence else "```"
    indent = len(opening) - len(opening.lstrip())
    end = _first(lines, at + 1, lambda line: line.strip().startswith(mark))
    content = "\n".join(line[min(indent, len(line)) :] for line in lines[at + 1 : end])
    return markup.element("pre", markup.text("code", content)), end + 1


def _indented(lines: list[str], at: int) -> tuple[str, int]:
    end = _first(lines, at, lambda line: bool(line.strip()) and not line.startswith("    "))
    content = "\n".join(line[4:] for line in lines[at:end]).rstrip()
    return markup.element("pre", markup.text("code", content)), end


def _quote(lines: list[str], at: int, depth: int) -> tuple[str, int]:
    end = _first(lines, at, lambda line: not line.lstrip().startswith(">"))
    inner = [line.lstrip()[1:].removeprefix(" ") for line in lines[at:end]]
    return markup.element("blockquote", _blocks(inner, depth + 1)), end


def _listed(lines: list[str], at: int, depth: int) -> tuple[str, int]:
    indent, is_numbered = _indent(lines[at]), lines[at].lstrip()[0].isdigit()
    items: list[list[str]] = []
    while at < len(lines):
        found = _ITEM.match(lines[at])
        is_mine = found is not None and len(found[1]) <= indent
        if found and is_mine and found[2][0].isdigit() == is_numbered:
            items.append([found[3]])
        elif is_mine or not _continues(lines, at, indent):
            break
        else:
            items[-1].append(lines[at][min(indent + 2, _indent(lines[at])) :])
        at += 1
    made = "".join(markup.element("li", _item(item, depth)) for item in items)
    return markup.element("ol" if is_numbered else "ul", made), at


def _item(lines: list[str], depth: int) -> str:
    """Return what an item holds: its words alone, without a paragraph, if there is no more."""
    rest = _first(lines, 1, lambda line: not line.strip() or bool(_ITEM.match(line)))
    words = inline("\n".join(line.strip() for line in lines[:rest]))
    return words + _blocks(lines[rest:], depth + 1)


def _continues(lines: list[str], at: int, indent: int) -> bool:
    """Say whether a line belongs to the item above: it is indented, or follows without a gap."""
    line = lines[at]
    if not line.strip():
        after = _first(lines, at, lambda one: bool(one.strip()))
        return after < len(lines) and (_indent(lines[after]) > indent or _is_item(lines[after]))
    return _indent(line) > indent or bool(lines[at - 1].strip())


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _table(lines: list[str], at: int) -> tuple[str, int]:
    end = _first(lines, at + 2, lambda line: "|" not in line)
    rows = [[inline(cell) for cell in _cells(line)] for line in lines[at + 2 : end]]
    return markup.table([inline(cell) for cell in _cells(lines[at])], rows), end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _paragraph(lines: list[str], at: int) -> tuple[str, int]:
    end = _first(lines, at + 1, _interrupts)
    return markup.element("p", inline("\n".join(line.strip() for line in lines[at:end]))), end


def _interrupts(line: str) -> bool:
    plain = line.strip()
    others = (_HEADING, _FENCE, _RULE)
    return not plain or plain[0] == ">" or _is_item(line) or any(o.match(plain) for o in others)


def _first(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    """Return the number of the first line from `at` on of which `holds` is true, or the end."""
    return next((n for n in range(at, len(lines)) if holds(lines[n])), len(lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def inline(text: str, depth: int = 0) -> str:
    """Return the words of a block as HTML, with emphasis, code, links and images."""
    if depth > 20:
        return markup.escape(text)
    made, at = [], 0
    for found in _INLINE.finditer(text):
        made += [markup.escape(text[at : found.start()]), _marked(found, depth + 1)]
        at = found.end()
    return "".join([*made, markup.escape(text[at:])])


def _marked(found: re.Match[str], depth: int) -> str:
    kinds = {"bold": "strong", "italic": "em", "struck": "s"}
    for group, name in kinds.items():
        if found[group] is not None:
            return markup.element(name, inline(found[group], depth))
    if found["escaped"]:
        return markup.escape(found["escaped"][1:])
    if found["code"] is not None:
        return markup.text("code", found["code"].strip())
    if found["auto"]:
        return _link(found["auto"], markup.escape(found["auto"]))
    words, url = found["words"], found["url"]
    if not found["image"]:
        return _link(url, inline(words, depth)) if _SAFE_URL.match(url) else markup.escape(found[0])
    if not _SAFE_IMAGE.match(url):
        return markup.escape(found[0])
    return f'<img src="{markup.escape(url)}" alt="{markup.escape(words)}">'


def _link(url: str, words: str) -> str:
    return f'<a href="{markup.escape(url)}">{words}</a>'
