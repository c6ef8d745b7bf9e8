from flowc import FlowSpec, batch, kubernetes, step


class TrainFlow(FlowSpec):
    @kubernetes(image="train:1", memory=4000)
    @batch(image="train:2", memory=8000)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
