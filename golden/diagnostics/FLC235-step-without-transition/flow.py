"""`train` does not go on."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "a model"

    @step
    def end(self):
        pass
