from flowc import FlowSpec, Parameter, catch, step


class TrainFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.1)

    @catch(var="alpha")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.alpha)
