"""A split for each item."""

from metaflow import FlowSpec, step


class BranchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.sizes = [3, 4]
        self.next(self.prepare, foreach="sizes")

    @step
    def prepare(self):
        self.size = self.input
        self.next(self.double, self.square)

    @step
    def double(self):
        self.result = self.size * 2
        self.seen = self.index, self.input, self.foreach_stack()
        self.next(self.compare)

    @step
    def square(self):
        self.result = self.input**2
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.results = inputs.double.result, inputs.square.result
        self.size = inputs.double.size
        self.number = self.index
        self.sizes = inputs.square.sizes
        self.seen = self.input, self.foreach_stack()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = {i.size: i.results for i in inputs}
        self.numbers = [i.number for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    BranchInForeachFlow()
