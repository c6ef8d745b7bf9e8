from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step(start=True)
    def begin(self):
        self.next(self.prepare)

    @step(start=True)
    def prepare(self):
        self.next(self.end)

    @step
    def end(self):
        pass
