"""A step is called `input`."""

from flowc import FlowSpec, step


class InputFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.input)

    @step
    def input(self):
        self.next(self.end)

    @step
    def end(self):
        pass
