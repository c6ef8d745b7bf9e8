"""One of several ways to fail, as the parameter says."""

from metaflow import FlowSpec, Parameter, step


class Own(Exception):
    """An exception of the flow's file."""


class FailsFlow(FlowSpec):
    how = Parameter("how", default="raise")

    @step
    def start(self):
        self.before = 1
        self.next(self.middle)

    @step
    def middle(self):
        self.kept = 2
        if self.how == "raise":
            raise Own("as asked")
        if self.how == "case":
            self.chosen = "neither"
        elif self.how == "exit":
            raise SystemExit(3)
        elif self.how == "pickle":
            self.chosen, self.rows = "a", (row for row in [])
        else:
            self.chosen = "a"
        self.next({"a": self.spread, "b": self.end}, condition="chosen")

    @step
    def spread(self):
        self.items = []
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    FailsFlow()
