"""Each item chooses its own way, of different lengths; a common step comes before the join."""

from metaflow import FlowSpec, step


class SwitchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2]
        self.next(self.look, foreach="numbers")

    @step
    def look(self):
        self.number = self.input
        self.kind = "even" if self.number % 2 == 0 else "odd"
        self.next({"even": self.halve, "odd": self.triple}, condition="kind")

    @step
    def halve(self):
        self.number //= 2
        self.next(self.note)

    @step
    def triple(self):
        self.number *= 3
        self.next(self.increase)

    @step
    def increase(self):
        self.number += 1
        self.seen = self.index, self.input
        self.next(self.note)

    @step
    def note(self):
        self.result = self.input, self.kind, self.number, self.index
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [i.result for i in inputs]
        self.saw = [hasattr(i, "seen") for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SwitchInForeachFlow()
