from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step
    def start(self):
        self.go_on()

    def go_on(self):
        self.next(self.clean)

    @step
    def clean(self):
        done = lambda: self.next(self.end)
        done()

    @step
    def end(self):
        pass
