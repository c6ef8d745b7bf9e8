"""Nothing leads out of the loop."""

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
        self.next(self.train)

    @step
    def end(self):
        pass
