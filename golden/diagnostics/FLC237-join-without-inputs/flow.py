"""The join of a split takes no `inputs`."""

from flowc import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.small, self.large)

    @step
    def small(self):
        self.score = 0.8
        self.next(self.compare)

    @step
    def large(self):
        self.score = 0.9
        self.next(self.compare)

    @step
    def compare(self):
        self.next(self.end)

    @step
    def end(self):
        pass
