"""Each item goes round as often as it needs."""

from metaflow import FlowSpec, step


class LoopInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.targets = [1, 3]
        self.next(self.begin, foreach="targets")

    @step
    def begin(self):
        self.rounds = 0
        self.next(self.climb)

    @step
    def climb(self):
        self.rounds += 1
        self.verdict = "up" if self.rounds < self.input else "top"
        self.seen = self.index, self.input, self.foreach_stack()
        self.next({"up": self.climb, "top": self.rest}, condition="verdict")

    @step
    def rest(self):
        self.summary = self.index, self.rounds
        self.next(self.join)

    @step
    def join(self, inputs):
        self.summaries = [i.summary for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    LoopInForeachFlow()
