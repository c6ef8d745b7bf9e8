from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2]  # flowc: ignore[unread-artefact] looked at by hand
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)  # flowc: ignore
