"""A switch at the end of a branch: whichever way it takes, the join comes next."""

from flowc import FlowSpec, step


class SwitchIntoJoinFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 10
        self.next(self.check, self.count)

    @step
    def check(self):
        self.clean = self.rows < 100
        self.next({True: self.join, False: self.repair}, condition="clean")

    @step
    def repair(self):
        self.rows = 100
        self.next(self.join)

    @step
    def count(self):
        self.counted = self.rows
        self.next(self.join)

    @step
    def join(self, inputs):
        """The first input is `repair` if it ran, and `check` if it did not."""
        self.rows = inputs[0].rows
        self.counted = inputs.count.counted
        self.next(self.end)

    @step
    def end(self):
        print(f"{self.counted} rows became {self.rows}")


if __name__ == "__main__":
    SwitchIntoJoinFlow()
