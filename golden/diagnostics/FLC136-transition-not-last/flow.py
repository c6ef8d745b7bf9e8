from flowc import FlowSpec, step


class FetchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
        for row in range(3):
            print(row)

    @step
    def end(self):
        pass
