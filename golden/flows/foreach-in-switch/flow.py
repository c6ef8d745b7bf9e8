"""One way of a switch is a foreach, the other a single step."""

from flowc import FlowSpec, step


class ForeachInSwitchFlow(FlowSpec):
    @step
    def start(self):
        self.mode = "search"
        self.next({"search": self.grid, "quick": self.default}, condition="mode")

    @step
    def grid(self):
        self.depths = [2, 4, 8]
        self.next(self.train, foreach="depths")

    @step
    def train(self):
        self.score = 1 / self.input
        self.depth = self.input
        self.next(self.choose)

    @step
    def choose(self, inputs):
        self.depth = max(inputs, key=lambda i: i.score).depth
        self.next(self.end)

    @step
    def default(self):
        self.depth = 3
        self.next(self.end)

    @step
    def end(self):
        print(f"depth {self.depth}")


if __name__ == "__main__":
    ForeachInSwitchFlow()
