"""A step joins two of three arms."""

from flowc import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.small, self.large, self.baseline)

    @step
    def small(self):
        self.next(self.best)

    @step
    def large(self):
        self.next(self.best)

    @step
    def best(self, inputs):
        self.next(self.compare)

    @step
    def baseline(self):
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
