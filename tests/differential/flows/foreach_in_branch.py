"""Two foreachs after each other in one arm of a split."""

from metaflow import FlowSpec, step


class ForeachInBranchFlow(FlowSpec):
    @step
    def start(self):
        self.names = ["x", "y"]
        self.next(self.alone, self.chain)

    @step
    def alone(self):
        self.found = self.names * 2
        self.next(self.join)

    @step
    def chain(self):
        self.next(self.first, foreach="names")

    @step
    def first(self):
        self.pair = self.index, self.input
        self.next(self.join_first)

    @step
    def join_first(self, inputs):
        self.pairs = [i.pair for i in inputs]
        self.next(self.again)

    @step
    def again(self):
        self.next(self.second, foreach="pairs")

    @step
    def second(self):
        self.number, self.word = self.input
        self.next(self.join_second)

    @step
    def join_second(self, inputs):
        self.found = [(i.number, i.word) for i in inputs]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.found = inputs.alone.found, inputs.join_second.found
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ForeachInBranchFlow()
