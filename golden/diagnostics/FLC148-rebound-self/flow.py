from types import SimpleNamespace

from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self = SimpleNamespace()
        self.rows = 3
