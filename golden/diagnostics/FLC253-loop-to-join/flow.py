"""The loop goes back to a join."""

from flowc import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.small, self.large)

    @step
    def small(self):
        self.next(self.join)

    @step
    def large(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.train)

    @step
    def train(self):
        self.decision = "done"
        self.next({"again": self.join, "done": self.end}, condition="decision")

    @step
    def end(self):
        pass
