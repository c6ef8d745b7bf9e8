"""Work on the store beside the loop: at once where that is quick, else in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from runtime_shim.errors import ShimError
from runtime_shim.store.folder import FolderStore

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from compiler.backends.local.loop import Loop
    from runtime_shim.store.base import Store

Then = Callable[[Any, ShimError | None], None]
_AT_ONCE = 16


class Errands:
    """Calls functions that read or write `store`, and tells what became of each."""

    def __init__(self, store: Store, loop: Loop) -> None:
        """Start no thread before it is needed."""
        self.are_quick = isinstance(store, FolderStore)
        self._loop = loop
        self._executor: Executor | None = None
        self.under_way = 0

    @property
    def have_room(self) -> bool:
        """Say whether another errand would begin at once."""
        return self.under_way < _AT_ONCE

    def run(self, call: Callable[[], Any], then: Then) -> None:
        """Call `call`; later, or at once, `then` with its result or the store's error."""
        if self.are_quick:
            then(*_outcome(call))
            return
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - object stores only

            self._executor = ThreadPoolExecutor(_AT_ONCE)
        self.under_way += 1
        self._executor.submit(self._run, call, then)

    def _run(self, call: Callable[[], Any], then: Then) -> None:
        outcome = _outcome(call)
        self._loop.soon(lambda: self._return(outcome, then))

    def _return(self, outcome: tuple[Any, ShimError | None], then: Then) -> None:
        self.under_way -= 1
        then(*outcome)

    def close(self) -> None:
        """Let threads end."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def _outcome(call: Callable[[], Any]) -> tuple[Any, ShimError | None]:
    try:
        return call(), None
    except ShimError as error:
        return None, error
