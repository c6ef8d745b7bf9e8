"""The HTML file around a card: complete in itself, without scripts, and with nothing to load."""

from __future__ import annotations

from flowc.cards import markup
from flowc.cards.style import CSS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Images may come from elsewhere, if an author links to one in Markdown; nothing else may.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:"


def document(title: str, body: str) -> str:
    """Return the file whose `<main>` has `body`, which is HTML."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{markup.escape(title)}</title><style>{CSS}</style></head>\n"
        f"<body><main>{body}</main></body></html>\n"
    )


def heading(title: str, path: str = "", state: str = "") -> str:
    """Return what a card begins with: a title, the task's path, and how the task stands."""
    kind = {"succeeded": "good", "failed": "bad"}.get(state)
    parts = [markup.text("h1", title)]
    parts += [markup.text("span", state, "state", kind)] if state else []
    parts += [markup.text("span", path, "path")] if path else []
    return markup.element("header", "".join(parts))


def section(title: str, content: str) -> str:
    """Return a block of a card with its title; nothing if it has no content."""
    if not content:
        return ""
    head = markup.text("h2", title) if title else ""
    return markup.element("section", head + content)


def components(parts: Iterable[str]) -> str:
    """Return components, which are HTML, one below the other."""
    content = "".join(parts)
    return section("", markup.element("div", content, "components")) if content else ""
