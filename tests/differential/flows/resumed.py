"""One item of a foreach fails until a variable is set; the run is resumed with it."""

import os

from metaflow import FlowSpec, current, step


class ResumedFlow(FlowSpec):
    @step
    def start(self):
        self.began_in = os.environ.get("CURED", "no")
        self.numbers = [1, 2]
        self.next(self.safe, self.risky)

    @step
    def safe(self):
        self.safe_in = os.environ.get("CURED", "no")
        self.next(self.join)

    @step
    def risky(self):
        self.next(self.item, foreach="numbers")

    @step
    def item(self):
        self.item_in = os.environ.get("CURED", "no")
        if self.input == 2 and self.item_in == "no":
            raise RuntimeError("not cured")
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.items_in = [i.item_in for i in inputs]
        self.is_resumed = current.origin_run_id is not None
        self.next(self.join)

    @step
    def join(self, inputs):
        self.items_in = inputs.collect.items_in
        self.safe_in = inputs.safe.safe_in
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ResumedFlow()
