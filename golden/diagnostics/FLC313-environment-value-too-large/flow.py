"""A config that is larger than a variable may be."""

from flowc import Config, FlowSpec, step


LONG = "All creatures great and small, " * 3_000


class PetsFlow(FlowSpec):
    texts = Config("texts", default_value={"great": LONG, "small": LONG})

    @step
    def start(self):
        print(self.texts.great)
        self.next(self.end)

    @step
    def end(self):
        pass
