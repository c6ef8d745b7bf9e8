"""`end` goes on to another step."""

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self.next(self.report)

    @step
    def report(self):
        self.next(self.end)
