"""Each item of a foreach is looked at by two steps side by side."""

from flowc import FlowSpec, step


class BranchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3]
        self.next(self.take, foreach="numbers")

    @step
    def take(self):
        self.number = self.input
        self.next(self.double, self.square)

    @step
    def double(self):
        self.result = self.number * 2
        self.next(self.compare)

    @step
    def square(self):
        self.result = self.number**2
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.larger = max(i.result for i in inputs)
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.larger = [i.larger for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.larger)


if __name__ == "__main__":
    BranchInForeachFlow()
