from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    label = Parameter("tag", default="nightly")
    next = Parameter("next-day", default="2026-01-01")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
