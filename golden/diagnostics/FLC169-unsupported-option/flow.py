from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    password = Parameter("password", prompt=True, hide_input=True)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(len(self.password))
