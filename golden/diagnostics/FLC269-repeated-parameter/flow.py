from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    rate = Parameter("rate", default=0.1)
    speed = Parameter("Rate", default=2)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.rate, self.speed)
