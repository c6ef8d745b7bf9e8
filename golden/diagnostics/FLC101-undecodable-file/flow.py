from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    """Train a model for Zürich."""

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
