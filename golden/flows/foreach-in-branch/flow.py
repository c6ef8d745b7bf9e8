"""One branch runs a foreach while the other does something else."""

from flowc import FlowSpec, step


class ForeachInBranchFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3]
        self.next(self.fan_out, self.describe)

    @step
    def fan_out(self):
        self.next(self.square, foreach="numbers")

    @step
    def square(self):
        self.squared = self.input**2
        self.next(self.add)

    @step
    def add(self, inputs):
        self.total = sum(i.squared for i in inputs)
        self.next(self.report)

    @step
    def describe(self):
        self.title = f"the squares of {len(self.numbers)} numbers"
        self.next(self.report)

    @step
    def report(self, inputs):
        self.text = f"{inputs.describe.title}: {inputs.add.total}"
        self.next(self.end)

    @step
    def end(self):
        print(self.text)


if __name__ == "__main__":
    ForeachInBranchFlow()
