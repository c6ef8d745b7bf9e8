from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2]  # flowc: ignore[FLC203] the loader sets it
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
