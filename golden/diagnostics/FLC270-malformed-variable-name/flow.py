from flowc import FlowSpec, environment, step


class TrainFlow(FlowSpec):
    @environment(vars={"MY VAR": "1"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
