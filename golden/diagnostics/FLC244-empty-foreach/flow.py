"""No step runs for the items."""

from flowc import FlowSpec, step


class GridFlow(FlowSpec):
    @step
    def start(self):
        self.grid = [1, 2, 3]
        self.next(self.collect, foreach="grid")

    @step
    def collect(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
