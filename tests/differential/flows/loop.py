"""A step that chooses itself until it is content."""

from metaflow import FlowSpec, step


class LoopFlow(FlowSpec):
    @step
    def start(self):
        self.rounds = 0
        self.values = []
        self.next(self.improve)

    @step
    def improve(self):
        self.rounds += 1
        self.values.append(self.rounds * 1.5)
        self.verdict = "again" if self.rounds < 4 else "done"
        self.seen = self.index, self.input, self.foreach_stack()
        self.next({"again": self.improve, "done": self.report}, condition="verdict")

    @step
    def report(self):
        self.best = max(self.values)
        self.next(self.end)

    @step
    def end(self):
        self.rounds_in_all = self.rounds


if __name__ == "__main__":
    LoopFlow()
