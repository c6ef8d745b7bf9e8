"""A branch that branches again before it joins."""

from flowc import FlowSpec, step


class NestedBranchFlow(FlowSpec):
    @step
    def start(self):
        self.x = 2
        self.next(self.polynomial, self.constant)

    @step
    def polynomial(self):
        self.next(self.linear, self.square)

    @step
    def linear(self):
        self.y = 3 * self.x
        self.next(self.sum)

    @step
    def square(self):
        self.y = self.x**2
        self.next(self.sum)

    @step
    def sum(self, inputs):
        self.y = sum(i.y for i in inputs)
        self.next(self.total)

    @step
    def constant(self):
        self.y = 1
        self.next(self.total)

    @step
    def total(self, inputs):
        self.y = sum(i.y for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(f"y = {self.y}")


if __name__ == "__main__":
    NestedBranchFlow()
