"""The cycle of `train` and `evaluate` can be entered at both."""

from flowc import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.model = "new"
        self.next({"new": self.train, "known": self.evaluate}, condition="model")

    @step
    def train(self):
        self.next(self.evaluate)

    @step
    def evaluate(self):
        self.decision = "done"
        self.next({"again": self.train, "done": self.end}, condition="decision")

    @step
    def end(self):
        pass
