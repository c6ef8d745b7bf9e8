"""The first step is not called `start`."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def begin(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "a model"
        self.next(self.end)

    @step
    def end(self):
        pass
