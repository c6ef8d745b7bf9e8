"""Everything that is checked of a flow before it is lowered to Argo, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.check_blocks import check_blocks
from compiler.backends.argo.check_names import check_names
from compiler.backends.argo.check_settings import check_settings
from compiler.backends.argo.check_size import check_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context
    from compiler.diagnostics import Diagnostic


def check(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with a flow on Argo; its size is looked at if nothing else is."""
    found = [*check_names(context), *check_blocks(context), *check_settings(context)]
    yield from found
    if not any(one.is_error for one in found):
        yield from check_size(context)
