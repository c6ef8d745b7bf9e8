from flowc import FlowSpec, step


class ForecastFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.plot)

    @step
    def plot(self):
        self.plot = {"monday": 12, "tuesday": 14}
        self.next(self.end)

    @step
    def end(self):
        pass
