"""Each item of a foreach chooses its own way."""

from flowc import FlowSpec, step


class SwitchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3, 4]
        self.next(self.look, foreach="numbers")

    @step
    def look(self):
        self.number = self.input
        self.kind = "even" if self.number % 2 == 0 else "odd"
        self.next({"even": self.halve, "odd": self.triple}, condition="kind")

    @step
    def halve(self):
        self.number //= 2
        self.next(self.done)

    @step
    def triple(self):
        self.number = self.number * 3 + 1
        self.next(self.done)

    @step
    def done(self):
        self.result = self.number
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.results = [i.result for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.results)


if __name__ == "__main__":
    SwitchInForeachFlow()
