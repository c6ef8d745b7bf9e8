"""A label whose value has spaces."""

from flowc import FlowSpec, kubernetes, step


class PetsFlow(FlowSpec):
    @kubernetes(labels={"team": "pets & zoo"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
