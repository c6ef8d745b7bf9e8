"""The step after the items does not take them as `inputs`."""

from flowc import FlowSpec, step


class GridFlow(FlowSpec):
    @step
    def start(self):
        self.grid = [1, 2, 3]
        self.next(self.train, foreach="grid")

    @step
    def train(self):
        self.score = self.input
        self.next(self.choose)

    @step
    def choose(self):
        self.next(self.end)

    @step
    def end(self):
        pass
