"""Parameters with long texts."""

from flowc import FlowSpec, Parameter, step


LONG = "All creatures great and small, " * 3_000


class PetsFlow(FlowSpec):
    t00 = Parameter("t00", default=LONG)
    t01 = Parameter("t01", default=LONG)
    t02 = Parameter("t02", default=LONG)
    t03 = Parameter("t03", default=LONG)
    t04 = Parameter("t04", default=LONG)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
