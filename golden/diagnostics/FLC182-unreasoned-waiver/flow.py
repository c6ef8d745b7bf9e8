from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)  # flowc: ignore[FLC203]
