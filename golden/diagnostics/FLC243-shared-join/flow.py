"""One step would have to join a foreach and the split around it."""

from flowc import FlowSpec, step


class GridFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.tune, self.baseline)

    @step
    def tune(self):
        self.grid = [1, 2, 3]
        self.next(self.train, foreach="grid")

    @step
    def train(self):
        self.score = self.input
        self.next(self.compare)

    @step
    def baseline(self):
        self.score = 1
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
