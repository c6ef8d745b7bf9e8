"""Each item of a foreach goes round a loop of its own, as often as it needs."""

from flowc import FlowSpec, step


class LoopInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [3, 6]
        self.next(self.take, foreach="numbers")

    @step
    def take(self):
        self.number, self.steps = self.input, 0
        self.next(self.halve)

    @step
    def halve(self):
        self.number //= 2
        self.steps += 1
        self.state = "go" if self.number > 0 else "stop"
        self.next({"go": self.halve, "stop": self.note}, condition="state")

    @step
    def note(self):
        self.line = f"{self.input} took {self.steps}"
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.lines = [i.line for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.lines)


if __name__ == "__main__":
    LoopInForeachFlow()
