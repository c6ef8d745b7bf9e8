"""A step decides which one of several ways the run takes."""

from flowc import FlowSpec, Parameter, step


class SwitchFlow(FlowSpec):
    rows = Parameter("rows", default=500)

    @step
    def start(self):
        self.size = "large" if self.rows > 1000 else "small"
        self.next({"large": self.sample, "small": self.train}, condition="size")

    @step
    def sample(self):
        self.used = 1000
        self.next(self.fit)

    @step
    def fit(self):
        self.model = f"a model of {self.used} rows"
        self.next(self.publish)

    @step
    def train(self):
        self.model = f"a model of all {self.rows} rows"
        self.next(self.publish)

    @step
    def publish(self):
        """Runs after whichever way was taken; it is no join and has no `inputs`."""
        print(self.model)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SwitchFlow()
