from flowc import FlowSpec, kubernetes, resources, step


class TrainFlow(FlowSpec):
    @resources(memory="lots")
    @kubernetes(labels=["pets"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
