"""The output of many tasks as one: what is there, merged by time, and what comes while they run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flowc.client import reading
from flowc.client.logs import LogReader, log_key
from flowc.client.progress import files_of
from runtime_shim import layout, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flowc.client.logs import Line
    from runtime_shim.store.base import Store

    Record = dict[str, Any]


class Said(NamedTuple):
    """A line, and the task that printed it."""

    step: str
    task: str
    line: Line


class Place(NamedTuple):
    """What is listened to: a run, one of its steps or a task; `attempt` if only that one."""

    run: Record
    step: str | None = None
    task: str | None = None
    attempt: int | None = None


Attempt = tuple[str, str, int]
"""A step, a task and the ordinal of an attempt."""


class Listener:
    """Reads the logs below a place as they grow, each until its attempt has ended."""

    def __init__(self, store: Store, place: Place) -> None:
        """Read nothing yet."""
        self._store = store
        self._place = place
        self._readers: dict[Attempt, LogReader] = {}
        self._first: dict[str, int] = {}
        self._ending: set[Attempt] = set()
        self._over: set[Attempt] = set()

    def more(self) -> list[Said]:
        """Return the lines that came since the last call, by their times."""
        said: list[Said] = []
        for attempt, key, has_ended in self._attempts():
            if attempt not in self._over:
                said += self._read(attempt, key, has_ended=has_ended)
        return in_time(said)

    def rest(self) -> list[Said]:
        """Return what no newline ended, once nothing more is to come."""
        return in_time(
            [
                Said(step, task, line)
                for (step, task, _), reader in self._readers.items()
                for line in reader.rest()
            ]
        )

    def is_over(self) -> bool:
        """Say whether the run ended, or the task that is listened to did."""
        flow, run = self._place.run["flow"], self._place.run["run"]
        last = layout.manifest(flow, run, self._place.run.get("end") or "end", "")
        if any(map(self._store.exists, (last, layout.ended_record(flow, run)))):
            return True
        if self._place.task is None:
            return False
        names = next(iter(self._files().values()), [])
        return "done.json" in names or f"{_last(names)}.failed.json" in names

    def _files(self) -> dict[str, list[str]]:
        run, step, task, _ = self._place
        if step is None or task is None:
            return files_of(self._store, run, step)
        folder = layout.task_key(run["flow"], run["run"], step, task)
        return {folder: self._store.children(folder)}

    def _attempts(self) -> Iterator[tuple[Attempt, str, bool]]:
        """Yield the attempts to listen to, the key of each one's log, and whether it ended."""
        for folder, names in self._files().items():
            _, segment, task = folder.rsplit("/", 2)
            step, is_done = layout.name_of(segment), "done.json" in names
            numbers = reading.attempts(names)
            if not numbers and is_done and self._place.attempt in (None, 0):
                yield self._cloned(folder, step, task)
            for number in self._wanted(folder, numbers, is_done=is_done):
                has_ended = is_done or f"{number}.failed.json" in names
                yield (step, task, number), f"{folder}/{number}.log", has_ended

    def _wanted(self, folder: str, numbers: list[int], *, is_done: bool) -> list[int]:
        """Return the last attempt and those that come after it, or the one that was asked for."""
        if self._place.attempt is not None:
            return [number for number in numbers if number == self._place.attempt]
        if not numbers:
            return []
        if folder not in self._first:
            several = is_done and len(numbers) > 1
            manifest = records.read(self._store, f"{folder}/done.json") if several else None
            self._first[folder] = manifest["attempt"] if manifest else numbers[-1]
            return [self._first[folder]]
        return [number for number in numbers if number >= self._first[folder]]

    def _cloned(self, folder: str, step: str, task: str) -> tuple[Attempt, str, bool]:
        """Return the attempt of the run that was resumed which a task was taken over from."""
        flow, run = self._place.run["flow"], self._place.run["run"]
        manifest = records.read(self._store, f"{folder}/done.json") or {}
        number = manifest.get("attempt", 0)
        key = log_key(flow, manifest.get("cloned") or run, step, task, number)
        return (step, task, number), key, True

    def _read(self, attempt: Attempt, key: str, *, has_ended: bool) -> list[Said]:
        step, task, _ = attempt
        reader = self._readers.setdefault(attempt, LogReader(self._store, key))
        lines = reader.more()
        # The log may be closed a moment after the task is done: it is read once more.
        if has_ended and attempt in self._ending:
            lines += reader.rest()
            self._over.add(attempt)
        if has_ended:
            self._ending.add(attempt)
        return [Said(step, task, line) for line in lines]


def in_time(said: list[Said]) -> list[Said]:
    """Return lines by their times."""
    return sorted(said, key=lambda each: each.line.time)


def listen(listener: Listener, show: Callable[[Said], None]) -> None:
    """Show what is there."""
    for said in in_time([*listener.more(), *listener.rest()]):
        show(said)


def follow(
    listener: Listener,
    show: Callable[[Said], None],
    pause: Callable[[], None],
    ended: Callable[[], bool] = lambda: False,
) -> None:
    """Show what is there and what comes until it is over; `pause` waits in between.

    `ended` says whether a scheduler knows of an end that no record tells.
    """
    was_over = False
    while True:
        # Logs are closed a moment after the end: there is one more look when it is over.
        is_over = listener.is_over() or ended()
        for said in listener.more():
            show(said)
        if is_over and was_over:
            break
        was_over = is_over
        pause()
    for said in listener.rest():
        show(said)


def _last(names: list[str]) -> int:
    return max(reading.attempts(names), default=0)
