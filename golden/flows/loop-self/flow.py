"""A step that runs again until it is content."""

from flowc import FlowSpec, step


class LoopSelfFlow(FlowSpec):
    @step
    def start(self):
        self.loss = 1.0
        self.next(self.train)

    @step
    def train(self):
        self.loss /= 2
        self.state = "done" if self.loss < 0.1 else "again"
        self.next({"again": self.train, "done": self.end}, condition="state")

    @step
    def end(self):
        print(f"loss {self.loss}")


if __name__ == "__main__":
    LoopSelfFlow()
