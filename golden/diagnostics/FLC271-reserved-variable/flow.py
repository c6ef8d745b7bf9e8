from flowc import FlowSpec, environment, step


class TrainFlow(FlowSpec):
    @environment(vars={"FLOWC_STORE": "s3://mine"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
