"""Both ways out of the switch go back by themselves."""

from flowc import FlowSpec, step


class TuneFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.way = "fast"
        self.next({"fast": self.sample, "exact": self.measure}, condition="way")

    @step
    def sample(self):
        self.decision = "done"
        self.next({"again": self.train, "done": self.end}, condition="decision")

    @step
    def measure(self):
        self.decision = "done"
        self.next({"again": self.train, "done": self.end}, condition="decision")

    @step
    def end(self):
        pass
