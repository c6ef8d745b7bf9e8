from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @retry(times=3)
    @step
    def start(self):
        self.next(self.train)

    @ctach(var="failure")
    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
