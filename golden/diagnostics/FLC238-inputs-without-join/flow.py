"""Only one of two ways runs, so there is nothing to join."""

from flowc import FlowSpec, step


class ChooseFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        self.next({"small": self.small, "large": self.large}, condition="size")

    @step
    def small(self):
        self.score = 0.8
        self.next(self.report)

    @step
    def large(self):
        self.score = 0.9
        self.next(self.report)

    @step
    def report(self, inputs):
        self.score = inputs[0].score
        self.next(self.end)

    @step
    def end(self):
        pass
