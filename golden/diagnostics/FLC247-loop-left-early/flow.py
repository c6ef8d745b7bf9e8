"""The first step of the loop decides, not its last."""

from flowc import FlowSpec, step


class WhileFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.check)

    @step
    def check(self):
        self.state = "done"
        self.next({"more": self.work, "done": self.end}, condition="state")

    @step
    def work(self):
        self.next(self.check)

    @step
    def end(self):
        pass
