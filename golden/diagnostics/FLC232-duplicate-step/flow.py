"""Two steps have the same name."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "a small model"
        self.next(self.end)

    @step
    def train(self):
        self.model = "a large model"
        self.next(self.end)

    @step
    def end(self):
        pass
