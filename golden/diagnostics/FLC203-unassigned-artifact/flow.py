from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.records = [1, 2, 3]
        self.next(self.train)

    @step
    def train(self):
        self.model = sum(self.recrods)
        self.next(self.end)

    @step
    def end(self):
        print(self.model, self.score)
