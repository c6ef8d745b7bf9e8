from flowc import FlowSpec, step


class SquaresFlow(FlowSpec):
    @step
    def start(self):
        self.squares = [self.n * self.n for self.n in range(10)]
        self.next(self.end)

    @step
    def end(self):
        pass
