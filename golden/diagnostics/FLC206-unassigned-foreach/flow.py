from flowc import FlowSpec, step


class GridFlow(FlowSpec):
    @step
    def start(self):
        self.grid = [1, 2, 3]
        self.next(self.train, foreach="gird")

    @step
    def train(self):
        self.score = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.scores = [i.score for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.scores)
