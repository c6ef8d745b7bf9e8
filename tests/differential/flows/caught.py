"""Failures that are caught: with a variable, without; a dead process; in items."""

import os

from metaflow import FlowSpec, catch, retry, step


class Odd(Exception):
    """Raised for odd numbers."""


class CaughtFlow(FlowSpec):
    @catch(var="no_failure", print_exception=False)
    @step
    def start(self):
        self.log = ["start"]
        self.kept = "old"
        self.next(self.breaks)

    @catch(var="failure", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @step
    def breaks(self):
        self.kept = "new"
        self.log.append("breaks")
        self.log[5] = "nowhere"
        self.never = 1
        self.next(self.silent)

    @catch(print_exception=False)
    @step
    def silent(self):
        self.was_there = bool(self.failure), hasattr(self, "never")
        self.told = self.failure.type, self.failure.exception
        self.is_exception = isinstance(self.failure, Exception)
        raise Odd("one", 2)
        self.next(self.dies)

    @catch(var="death", print_exception=False)
    @step
    def dies(self):
        self.last_words = "lost"
        os._exit(9)
        self.next(self.spread)

    @step
    def spread(self):
        self.is_dead = bool(self.death), hasattr(self, "last_words")
        self.numbers = [0, 1]
        self.next(self.item, foreach="numbers")

    @catch(var="odd", print_exception=False)
    @step
    def item(self):
        self.number = self.input
        if self.number % 2:
            raise Odd(self.number)
        self.half = self.number // 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.odds = [i.odd.exception if i.odd else None for i in inputs]
        self.kinds = [i.odd and i.odd.type.rpartition(".")[2] for i in inputs]
        self.halves = [getattr(i, "half", "none") for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    CaughtFlow()
