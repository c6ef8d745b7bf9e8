from flowc import FlowSpec, secrets, step


class TrainFlow(FlowSpec):
    @secrets(sources=["my secret"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
