from pathlib import Path

from metaflow import Config, FlowSpec, step


def newest_settings():
    """Return the file of the newest settings."""
    return str(max(Path("settings").glob("*.json")))


class TrainFlow(FlowSpec):
    """Train a model with settings from a file."""

    config = Config("config", default=newest_settings())

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
