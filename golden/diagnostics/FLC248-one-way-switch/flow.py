"""Both cases go to the same step."""

from flowc import FlowSpec, step


class SwitchFlow(FlowSpec):
    @step
    def start(self):
        self.kind = "a"
        self.next({"a": self.train, "b": self.train}, condition="kind")

    @step
    def train(self):
        self.model = "a model"
        self.next(self.end)

    @step
    def end(self):
        pass
