from flowc import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.left, self.right)

    @step
    def left(self):
        self.score = sum(self.rows)
        self.next(self.join)

    @step
    def right(self):
        self.score = max(self.rows)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.best, self.rows)
