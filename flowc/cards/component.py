"""What every component of a card is: something that can be shown, and perhaps changed later."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class MetaflowCardComponent:
    """A part of a card. Derive from it and write `render`, which returns HTML.

    A component of one's own that shows data escapes it (`html.escape`). Cards run no scripts.
    """

    REALTIME_UPDATABLE = False

    _component_id: str | None = None
    _has_warned = False

    @property
    def component_id(self) -> str | None:
        """Return the name of the component in its card."""
        return self._component_id

    @component_id.setter
    def component_id(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"the id of a component is text, not {value!r}")
        self._component_id = value

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Show something else from now on; components that cannot say so once."""
        self._warn(f"`{type(self).__name__}` cannot be updated: it shows what it was made with")

    def render(self) -> Any:
        """Return the component as HTML."""
        raise NotImplementedError(f"`{type(self).__name__}` has no method `render`")

    def _warn(self, message: str) -> None:
        if not self._has_warned:
            self._has_warned = True
            warn(message)


def warn(message: str) -> None:
    """Say something about cards on stderr; nothing about a card stops a step."""
    sys.stderr.write(f"[@card WARNING] {message}\n")
