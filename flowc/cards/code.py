"""Source of Python as HTML, with its keywords, texts, numbers and comments marked."""

from __future__ import annotations

from flowc.cards import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Position = tuple[int, int]


def python_html(source: str) -> str:
    """Return the source, indented as far left as it can be; what does not parse is plain text."""
    from textwrap import dedent

    plain = dedent(source).strip("\n")
    return f'<pre class="code">{"".join(_pieces(plain))}</pre>'


def _pieces(source: str) -> Iterator[str]:
    lines = source.splitlines(keepends=True)
    at: Position = (1, 0)
    for begin, end, kind in _marks(source):
        yield markup.escape(_between(lines, at, begin))
        yield markup.text("span", _between(lines, begin, end), kind)
        at = end
    yield markup.escape(_between(lines, at, (len(lines) + 1, 0)))


def _marks(source: str) -> list[tuple[Position, Position, str]]:
    """Return where something is marked, in order, as far as the source can be read."""
    import keyword
    import tokenize
    from io import StringIO

    kinds = {tokenize.STRING: "string", tokenize.COMMENT: "comment", tokenize.NUMBER: "number"}
    found = []
    try:
        for token in tokenize.generate_tokens(StringIO(source).readline):
            is_keyword = token.type == tokenize.NAME and keyword.iskeyword(token.string)
            kind = "keyword" if is_keyword else kinds.get(token.type)
            if kind:
                found.append((token.start, token.end, kind))
    except (tokenize.TokenError, SyntaxError):
        pass  # shown as far as it was read; the rest is plain
    return found


def _between(lines: list[str], begin: Position, end: Position) -> str:
    (first, start), (last, stop) = begin, end
    if first == last:
        return lines[first - 1][start:stop] if first <= len(lines) else ""
    rest = lines[last - 1][:stop] if last <= len(lines) else ""
    return "".join((lines[first - 1][start:], *lines[first : last - 1], rest)) if lines else rest
