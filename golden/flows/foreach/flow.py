"""One step for each item of a list."""

from flowc import FlowSpec, step


class ForeachFlow(FlowSpec):
    @step
    def start(self):
        self.words = ["ant", "bee", "cat"]
        self.next(self.measure, foreach="words")

    @step
    def measure(self):
        """`self.input` is the item, `self.index` its number."""
        self.length = len(self.input) + self.index
        self.next(self.collect)

    @step
    def collect(self, inputs):
        """`inputs` come in the order of the list."""
        self.lengths = [i.length for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.lengths)


if __name__ == "__main__":
    ForeachFlow()
