from flowc import FlowSpec, step, timeout


class TrainFlow(FlowSpec):
    @timeout(seconds=0)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
