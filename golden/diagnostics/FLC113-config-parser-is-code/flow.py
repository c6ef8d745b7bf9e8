from metaflow import Config, FlowSpec, step


def parse(text):
    """Read `key = value` lines."""
    settings = {}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        settings[key.strip()] = value.strip()
    return settings


class TrainFlow(FlowSpec):
    """Train a model with settings from a file."""

    config = Config("config", default="settings.txt", parser=parse)

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
