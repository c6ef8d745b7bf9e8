from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step
    async def start(self):
        self.next(self.clean)

    @step
    def clean(self, rows, labels):
        self.next(self.report)

    @step
    def report(self):
        yield "a line"
        self.next(self.end)

    @step
    def end(self):
        pass
