from flowc import FlowSpec, step


class CleanFlow(FlowSpec):
    @step
    def start(self):
        self.raw = [1, 2, 3]
        self.next(self.clean)

    @step
    def clean(self):
        self.rows = sorted(self.raw)
        del self.raw
        self.next(self.end)

    @step
    def end(self):
        print(self.rows, self.raw)
