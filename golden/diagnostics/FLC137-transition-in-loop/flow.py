from flowc import FlowSpec, step


class CleanFlow(FlowSpec):
    @step
    def start(self):
        self.shelters = ["north", "south"]
        for _ in self.shelters:
            self.next(self.clean)

    @step
    def clean(self):
        self.next(self.end)

    @step
    def end(self):
        pass
