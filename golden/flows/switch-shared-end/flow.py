"""A switch of which two ways share their last steps, while the third goes past them."""

from flowc import FlowSpec, Parameter, step


class SwitchSharedEndFlow(FlowSpec):
    source = Parameter("source", default="csv")

    @step
    def start(self):
        self.format = self.source if self.source in ("csv", "table") else "none"
        self.rows = []
        self.next({"csv": self.parse, "table": self.clean, "none": self.end}, condition="format")

    @step
    def parse(self):
        self.rows = ["1", "2", ""]
        self.next(self.clean)

    @step
    def clean(self):
        """Runs after `parse`, or right away for a table."""
        self.rows = [row for row in self.rows if row]
        self.next(self.end)

    @step
    def end(self):
        print(len(self.rows), "rows")


if __name__ == "__main__":
    SwitchSharedEndFlow()
