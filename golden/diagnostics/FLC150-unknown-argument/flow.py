from flowc import FlowSpec, kubernetes, resources, step


class TrainFlow(FlowSpec):
    @resources(cpu=2, memroy=8000)
    @kubernetes(queue="large", use_spot=True)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
