from flowc import FlowSpec, step


class SearchFlow(FlowSpec):
    @step
    def start(self):
        self.grid = [1, 2, 3]
        self.next(self.train, foreach=self.grid)

    @step
    def train(self):
        self.next(self.report, self.join, foreach="grid")

    @step
    def report(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
