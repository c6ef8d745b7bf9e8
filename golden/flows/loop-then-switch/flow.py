"""A loop that is left in one of two ways."""

from flowc import FlowSpec, Parameter, step


class LoopThenSwitchFlow(FlowSpec):
    tries = Parameter("tries", default=3)

    @step
    def start(self):
        self.tried = 0
        self.next(self.attempt)

    @step
    def attempt(self):
        self.tried += 1
        if self.tried == 5:
            self.outcome = "found"
        else:
            self.outcome = "again" if self.tried < self.tries else "gave up"
        self.next(
            {"again": self.attempt, "found": self.publish, "gave up": self.report},
            condition="outcome",
        )

    @step
    def publish(self):
        self.text = "published"
        self.next(self.end)

    @step
    def report(self):
        self.text = f"gave up after {self.tried} tries"
        self.next(self.end)

    @step
    def end(self):
        print(self.text)


if __name__ == "__main__":
    LoopThenSwitchFlow()
