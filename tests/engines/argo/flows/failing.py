# mypy: ignore-errors
"""Flows that meet what may happen to a task on a cluster; the tests make it happen."""

import os
import signal
import time

from flowc import FlowSpec, Parameter, catch, current, resources, retry, step, timeout


class PlainFlow(FlowSpec):
    """A step that waits until somebody does something to it."""

    seconds = Parameter("seconds", default=60)

    @step
    def start(self):
        self.begun = time.time()
        self.next(self.wait)

    @step
    def wait(self):
        print("waiting", flush=True)
        time.sleep(self.seconds)
        self.next(self.end)

    @step
    def end(self):
        pass


class TriedAgainFlow(FlowSpec):
    """The same, but the second attempt does not wait."""

    @step
    def start(self):
        self.next(self.wait)

    @retry(times=1, minutes_between_retries=0)
    @step
    def wait(self):
        print("attempt", current.retry_count, flush=True)
        self.attempt = current.retry_count
        if self.attempt == 0:
            time.sleep(120)
        self.next(self.end)

    @step
    def end(self):
        pass


class KilledFlow(FlowSpec):
    """Steps that are killed, once and for good; the last attempt of the second is caught."""

    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.attempt = current.retry_count
        if self.attempt < 2:
            os.kill(os.getpid(), signal.SIGKILL)
        self.next(self.fill)

    @catch(var="failure")
    @resources(memory=100)
    @step
    def fill(self):
        self.hoard = bytearray(400 << 20)
        self.next(self.slow)

    @catch(var="late")
    @timeout(seconds=2)
    @step
    def slow(self):
        time.sleep(60)
        self.next(self.end)

    @step
    def end(self):
        pass


class OneFailsFlow(FlowSpec):
    """A foreach of which one item fails."""

    width = Parameter("width", default=4)
    bad = Parameter("bad", default=1)

    @step
    def start(self):
        self.items = list(range(self.width))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        if self.input == self.bad:
            raise ValueError(f"item {self.input} is bad")
        self.square = self.input**2
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.squares = [one.square for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.squares)


class LoopFlow(FlowSpec):
    """A loop that goes round as often as it is told."""

    rounds = Parameter("rounds", default=3)

    @step
    def start(self):
        self.count = 0
        self.next(self.turn)

    @step
    def turn(self):
        self.count += 1
        self.state = "again" if self.count < self.rounds else "done"
        self.next({"again": self.turn, "done": self.end}, condition="state")

    @step
    def end(self):
        pass
