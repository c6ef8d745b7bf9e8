"""The arms of a split meet at the end only."""

from flowc import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.small, self.large)

    @step
    def small(self):
        self.score = 0.8
        self.next(self.end)

    @step
    def large(self):
        self.score = 0.9
        self.next(self.end)

    @step
    def end(self):
        pass
