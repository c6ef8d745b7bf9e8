from flowc import FlowSpec, step


class RouteFlow(FlowSpec):
    @step
    def start(self):
        size = "large"
        print(size)
        self.next({"large": self.deep, "small": self.shallow}, condition="size")

    @step
    def deep(self):
        self.next(self.end)

    @step
    def shallow(self):
        self.next(self.end)

    @step
    def end(self):
        pass
