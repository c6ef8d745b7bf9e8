"""Markdown as HTML: headings, paragraphs, lists, quotes, code, tables, links, images, emphasis.

What most people write becomes what CommonMark says; references, entities and HTML are left as they
are written. Nothing that a text holds becomes markup of its own, and no link runs code.
"""

from __future__ import annotations

import re

from flowc.cards import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_BREAK = "\u2028"  # where a line's end is kept, while a paragraph is one text
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_DIVIDER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
# What is marked is short, so that a text full of unclosed marks takes no longer than others.
_INLINE = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])|(?<!`)(?P<ticks>`+)(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<image>!?)\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\((?P<url>[^\s()<>]+)(?:\s+\"[^\"]*\")?\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<three>\*{3}|(?<!\w)_{3})(?=\S)(?P<both>.{1,1000}?)(?<=\S)(?P=three)"
    r"|\*\*(?=\S)(?P<bold>.{1,1000}?)(?<=\S)\*\*"
    r"|(?<!\w)__(?=\S)(?P<heavy>.{1,1000}?)(?<=\S)__(?!\w)"
    r"|\*(?=\S)(?P<italic>(?:\*\*[^*]{1,1000}\*\*|[^*]){1,1000}?)(?<=\S)\*(?!\*)"
    r"|(?<!\w)_(?=\S)(?P<slanted>(?:__[^_]{1,1000}__|[^_]){1,1000}?)(?<=\S)_(?!\w)"
    r"|~~(?P<struck>.{1,1000}?)~~",
    re.DOTALL,
)
_KINDS = {"bold": "strong", "heavy": "strong", "italic": "em", "slanted": "em", "struck": "s"}
_SAFE_URL = re.compile(r"(?:https?:|mailto:|#|/|\./|\.\./|[^:]*$)", re.IGNORECASE)
_SAFE_IMAGE = re.compile(r"(?:https?:|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)


def to_html(text: str) -> str:
    """Return Markdown as HTML; what is common to the beginnings of all lines is taken off."""
    from textwrap import dedent

    return _blocks(dedent(text.expandtabs(4)).splitlines(), 0)


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
    if _is_table(lines, at):
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
    end = _first(lines, at, lambda line: not line.lstrip().startswith(">") and _interrupts(line))
    inner = [line.lstrip().removeprefix(">").removeprefix(" ") for line in lines[at:end]]
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
    words = inline(_joined(lines[:rest])) if rest else ""
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


def _is_table(lines: list[str], at: int) -> bool:
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return "|" in lines[at] and _DIVIDER.match(below) is not None


def _table(lines: list[str], at: int) -> tuple[str, int]:
    end = _first(lines, at + 2, lambda line: "|" not in line)
    right = [cell.endswith(":") and cell[0] != ":" for cell in _cells(lines[at + 1])]
    rows = [
        [
            markup.number_cell(inline(cell))
            if number < len(right) and right[number]
            else inline(cell)
            for number, cell in enumerate(_cells(line))
        ]
        for line in lines[at + 2 : end]
    ]
    return markup.table([inline(cell) for cell in _cells(lines[at])], rows), end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _paragraph(lines: list[str], at: int) -> tuple[str, int]:
    end = _first(lines, at + 1, _interrupts)
    table = next((n for n in range(at + 1, end) if _is_table(lines, n)), end)
    words = inline(_joined(lines[at:table]))
    if table < end:
        return markup.element("p", words), table
    line = lines[end].strip() if end < len(lines) else ""
    if line and not line.strip(line[0]) and line[0] in "=-":
        return markup.element("h1" if line[0] == "=" else "h2", words), end + 1
    return markup.element("p", words), end


def _joined(lines: list[str]) -> str:
    """Return the lines of a paragraph as one text; two spaces at an end keep the line's end."""
    words = [line.lstrip() for line in lines]
    return "\n".join([*(_kept(line) for line in words[:-1]), words[-1].rstrip()])


def _kept(line: str) -> str:
    return line.rstrip() + _BREAK if line.endswith("  ") else line.rstrip()


def _interrupts(line: str) -> bool:
    plain = line.strip()
    others = (_HEADING, _FENCE, _RULE, _UNDERLINE)
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
    return "".join([*made, markup.escape(text[at:])]).replace(_BREAK, "<br>")


def _marked(found: re.Match[str], depth: int) -> str:
    for group, name in _KINDS.items():
        if found[group] is not None:
            return markup.element(name, inline(found[group], depth))
    if found["both"] is not None:
        return markup.element("em", markup.element("strong", inline(found["both"], depth)))
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
