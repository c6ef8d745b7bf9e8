from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.fetch)

    @step
    def fetch(self):
        self.next(self.end)

    @step
    def end(self):
        pass
