from flowc import FlowSpec, Parameter, step

CASES = {}


class TrainFlow(FlowSpec):
    mode = Parameter("mode", default="fast")

    @step
    def start(self):
        self.next({"fast": self.fast, "slow": self.slow})

    @step
    def fast(self):
        self.next(self.end, condition="mode")

    @step
    def slow(self):
        self.next(CASES, condition="mode")

    @step
    def end(self):
        pass
