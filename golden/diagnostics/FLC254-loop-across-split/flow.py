"""An item of the foreach goes back to the step before it."""

from flowc import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.pick)

    @step
    def pick(self):
        self.grid = [1, 2, 3]
        self.next(self.train, foreach="grid")

    @step
    def train(self):
        self.decision = "done"
        self.next({"again": self.pick, "done": self.join}, condition="decision")

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
