"""The last step is not called `end`."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "a model"
        self.next(self.finish)

    @step
    def finish(self):
        self.next(self.finish)
