"""Garbage is collected again and again, while tasks store what is about to be collected."""

from __future__ import annotations

import random
import threading
import time

from compiler.storage.gc import Policy, carry_out, plan
from runtime_shim import records
from runtime_shim.artifacts.decode import load
from tests.storage.filling import FLOW, HOUR, Filler

POLICY = Policy(grace=12 * HOUR)


class Worker(threading.Thread):
    """Stores content that is there, old and without a reference, and commits a task with it."""

    def __init__(self, filler: Filler, run: str, rounds: int) -> None:
        super().__init__()
        self.filler = filler
        self.run_id = run
        self.rounds = rounds
        self.kept = 0

    def run(self) -> None:
        for number in range(self.rounds):
            model = random.Random(f"{self.run_id} {number}").randbytes(6000)
            # From here on it may go at any moment.
            self.filler.stored(model, days=5)
            ref = self.filler.save(model)
            self.filler.builder.done(f"{self.run_id}/step/{number}", {"model": ref})
            self.kept += self.value(number) == model

    def value(self, number: int) -> object:
        """Return the artifact of a task, loaded."""
        store = self.filler.store
        found = records.read_manifest(store, FLOW, self.run_id, "step", str(number))
        assert found is not None
        return load(store, FLOW, found["artifacts"]["model"], "model")


class Collector(threading.Thread):
    """Collects until it is told to stop."""

    def __init__(self, filler: Filler) -> None:
        super().__init__()
        self.filler = filler
        self.stop = threading.Event()
        self.rounds = 0

    def run(self) -> None:
        while not self.stop.is_set():
            self.collect()
            self.rounds += 1

    def collect(self) -> None:
        """Collect once."""
        found = plan(self.filler.store, FLOW, POLICY, time.time())
        carry_out(self.filler.store, found, POLICY, time.time())


def test_what_a_task_stored_is_there_when_it_commits(filler: Filler) -> None:
    rounds = 80 if filler.store.url.startswith("file") else 12
    for run in ("1", "2"):
        filler.run(run, ended=False)
    for number in range(3):
        filler.stored(b"%d" % number * 6000, days=30)
    collector = Collector(filler)
    workers = [Worker(filler, run, rounds) for run in ("1", "2")]
    for thread in (collector, *workers):
        thread.start()
    for worker in workers:
        worker.join()
    collector.stop.set()
    collector.join()
    assert [worker.kept for worker in workers] == [rounds, rounds]
    assert collector.rounds > 0
    collector.collect()
    assert len(filler.blobs()) == 2 * rounds
