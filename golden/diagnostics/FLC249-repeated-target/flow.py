"""A split names one step twice."""

from flowc import FlowSpec, step


class TwiceFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, self.train)

    @step
    def train(self):
        self.model = "a model"
        self.next(self.end)

    @step
    def end(self):
        pass
