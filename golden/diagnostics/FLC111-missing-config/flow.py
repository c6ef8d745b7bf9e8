from metaflow import Config, FlowSpec, step


class TrainFlow(FlowSpec):
    """Train a model with settings from a file."""

    config = Config("config", default="settings.json")

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
