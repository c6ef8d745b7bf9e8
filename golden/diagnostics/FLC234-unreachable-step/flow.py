"""Nothing leads to `evaluate`."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "a model"
        self.next(self.end)

    @step
    def evaluate(self):
        self.score = 0.9
        self.next(self.end)

    @step
    def end(self):
        pass
