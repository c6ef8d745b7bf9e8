from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    mode = Parameter("mode", default="fast")

    @step
    def start(self):
        self.next(getattr(self, self.mode))

    @step
    def fast(self):
        self.next("end")

    @step
    def slow(self):
        self.next(self.end())

    @step
    def end(self):
        pass
