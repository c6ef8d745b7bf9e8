"""A step that goes back to itself."""

from flowc import FlowSpec, step


class PetsFlow(FlowSpec):
    @step
    def start(self):
        self.tried = 0
        self.next(self.train)

    @step
    def train(self):
        self.tried += 1
        self.state = "again" if self.tried < 3 else "done"
        self.next({"again": self.train, "done": self.end}, condition="state")

    @step
    def end(self):
        pass
