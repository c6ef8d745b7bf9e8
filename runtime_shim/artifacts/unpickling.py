"""The unpickler of artifacts, which says which class it did not find."""

from __future__ import annotations

import pickle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NotFound(Exception):
    """A pickle refers to a class or function that is not there: `name`, with its module."""

    def __init__(self, name: str) -> None:
        """Name what was not found."""
        self.name = name
        super().__init__(name)


class Unpickler(pickle.Unpickler):
    """Loads pickles, which are trusted as the code of the flow itself is."""

    def find_class(self, module: str, name: str) -> Any:
        """Return what a pickle calls `module.name`."""
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError) as error:
            raise NotFound(f"{module}.{name}") from error
