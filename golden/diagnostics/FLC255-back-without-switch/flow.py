"""A split goes back to a step before it."""

from flowc import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.evaluate)

    @step
    def evaluate(self):
        self.next(self.train, self.report)

    @step
    def report(self):
        self.next(self.end)

    @step
    def end(self):
        pass
