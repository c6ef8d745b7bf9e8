"""Data as JSON or YAML, in a block that opens and closes."""

from __future__ import annotations

import re

from flowc.cards import markup
from flowc.cards.component import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_HEIGHT = re.compile(r"\d+(?:\.\d+)?(?:px|em|rem|vh|%)")
_PLAIN = re.compile(r"[A-Za-z_./][\w ./()+-]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"}


class _Viewer(MetaflowCardComponent):
    """What both viewers do."""

    REALTIME_UPDATABLE = True
    _kind = ""

    def __init__(
        self,
        data: Any,
        collapsible: bool = True,
        max_height: str | None = None,
        show_copy_button: bool = True,
        title: str | None = None,
    ) -> None:
        """Keep the data; there is no button, for cards run no scripts."""
        self._data = data
        self._collapsible = collapsible
        self._height = max_height
        self._title = title or self._kind

    def update(self, data: Any) -> None:
        """Show other data."""
        self._data = data

    def render(self) -> str:
        """Return the data as text."""
        shown = markup.text("pre", self._shown(_parsed(self._data)), "data")
        if self._height and _HEIGHT.fullmatch(self._height):
            shown = f'<div style="max-height:{self._height};overflow:auto">{shown}</div>'
        if self._collapsible:
            return markup.folded(self._title, shown, is_open=True)
        return markup.text("b", self._title) + shown

    def _shown(self, data: Any) -> str:
        raise NotImplementedError


class JSONViewer(_Viewer):
    """Data as JSON; text that is JSON is laid out anew."""

    type = "jsonViewer"
    _kind = "JSON"

    def _shown(self, data: Any) -> str:
        import json

        try:
            return json.dumps(data, indent=2, ensure_ascii=False, default=str)
        except (TypeError, ValueError) as error:
            return f"the data has no JSON: {error}"


class YAMLViewer(_Viewer):
    """Data as YAML; text that is JSON is laid out as YAML, other text is shown as it is."""

    type = "yamlViewer"
    _kind = "YAML"

    def _shown(self, data: Any) -> str:
        if isinstance(data, str):
            return data
        return "\n".join(yaml_lines(data))


def _parsed(data: Any) -> Any:
    if not isinstance(data, str):
        return data
    import json

    try:
        return json.loads(data)
    except ValueError:
        return data


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """Yield the lines of a value in block style; what is no plain data is text.

    A list that holds itself would go on for ever: beyond 50 levels it is cut.
    """
    if len(indent) > 100:
        yield f"{indent}…"
        return
    match value:
        case dict() if value:
            for key, entry in value.items():
                yield from _entry(f"{indent}{_scalar(key)}:", entry, indent)
        case list() | tuple() if value:
            for item in value:
                yield from _entry(f"{indent}-", item, indent)
        case _:
            yield f"{indent}{_scalar(value)}"


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list | tuple) and value:
        yield head
        yield from yaml_lines(value, indent + "  ")
    elif isinstance(value, str) and "\n" in value.strip("\n") and value == value.rstrip("\n"):
        yield f"{head} |-"
        yield from (f"{indent}  {line}" for line in value.split("\n"))
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: Any) -> str:
    import json

    if isinstance(value, dict | list | tuple | set):
        empty = "{}" if isinstance(value, dict) else "[]"
        return json.dumps(str(value)) if value else empty
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text == text.strip()
    return text if is_plain else json.dumps(text, ensure_ascii=False)
