from flowc import FlowSpec, step


class SearchFlow(FlowSpec):
    @step
    def start(self):
        self.index = {"dog": 1}
        self.next(self.end)

    @step
    def end(self):
        self.input = "again"
