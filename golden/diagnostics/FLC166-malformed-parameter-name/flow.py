from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    rate = Parameter("learning rate", default=0.1)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.rate)
