"""One transition names a method that has no `@step`, one is misspelt."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.trian)

    @step
    def train(self):
        self.model = "a model"
        self.next(self.report)

    def report(self):
        self.next(self.end)

    @step
    def end(self):
        pass
