from flowc import FlowSpec, kubernetes, step


class TrainFlow(FlowSpec):
    @kubernetes(cpu=0, gpu=0.5, qos="Best")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
