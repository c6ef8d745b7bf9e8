"""Makes HTML of text: what comes from a flow is data, and never becomes markup."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Control characters are no text in HTML, and lone surrogates have no encoding.
_ESCAPES = {
    **dict.fromkeys((*range(32), *range(127, 160)), "�"),
    **{ord(char): char for char in "\t\n\r"},
    **{ord(char): f"&#{ord(char)};" for char in "&<>\"'"},
}


def escape(value: object) -> str:
    """Return `value` as text of an element or of an attribute in quotes."""
    return str(value).translate(_ESCAPES).encode(errors="replace").decode()


def classes(*names: str | None) -> str:
    """Return the attribute `class` of those names that are given and can be one."""
    usable = [n for n in names if n and n.replace("-", "").replace("_", "").isalnum()]
    return f' class="{" ".join(map(escape, usable))}"' if usable else ""


def element(name: str, content: str, *kinds: str | None) -> str:
    """Return an element around `content`, which is HTML, with the classes `kinds`."""
    return f"<{name}{classes(*kinds)}>{content}</{name}>"


def text(name: str, value: object, *kinds: str | None) -> str:
    """Return an element with the text of `value`, or nothing if that is None."""
    return "" if value is None else element(name, escape(value), *kinds)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *kinds: str) -> str:
    """Return a table of cells that are HTML; each is a `td`, or whole if it begins with one."""
    rows = list(rows)
    first = [*(rows[0] if rows else ()), *headers]
    head = "".join(
        f'<th class="number">{cell}</th>' if beside.startswith("<td ") else f"<th>{cell}</th>"
        for cell, beside in zip(headers, first, strict=False)
    )
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    content = f"<table>{head}<tbody>{body}</tbody></table>"
    return element("div", content, "scroll", *kinds)


def number_cell(content: str) -> str:
    """Return the cell of a number, for `table`."""
    return f'<td class="number">{content}</td>'


def _cell(content: str) -> str:
    return content if content.startswith("<td ") else f"<td>{content}</td>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of names, which are text, and what they are, which is HTML."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def folded(title: str, content: str, *, is_open: bool = False) -> str:
    """Return a block with a title that opens and closes it."""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{escape(title)}</summary>{content}</details>"
