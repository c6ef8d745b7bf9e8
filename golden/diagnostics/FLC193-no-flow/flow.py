"""A class with steps that is no flow: it does not derive from FlowSpec."""

from flowc import step


class Train:
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
