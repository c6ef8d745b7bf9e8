"""A loop that runs a foreach in each of its turns."""

from flowc import FlowSpec, step


class ForeachInLoopFlow(FlowSpec):
    @step
    def start(self):
        self.low, self.high = 0.0, 8.0
        self.next(self.spread)

    @step
    def spread(self):
        width = (self.high - self.low) / 4
        self.points = [self.low + width * i for i in range(5)]
        self.next(self.evaluate, foreach="points")

    @step
    def evaluate(self):
        self.point = self.input
        self.value = (self.point - 3) ** 2
        self.next(self.narrow)

    @step
    def narrow(self, inputs):
        best = min(inputs, key=lambda i: i.value)
        width = (inputs[0].high - inputs[0].low) / 4
        self.low, self.high = best.point - width, best.point + width
        self.next(self.decide)

    @step
    def decide(self):
        self.state = "narrow enough" if self.high - self.low < 0.5 else "again"
        self.next({"again": self.spread, "narrow enough": self.end}, condition="state")

    @step
    def end(self):
        print(self.low, self.high)


if __name__ == "__main__":
    ForeachInLoopFlow()
