"""A step with long texts in its environment."""

from flowc import FlowSpec, environment, step

LONG = "All creatures great and small, " * 3_000


class PetsFlow(FlowSpec):
    @environment(
        vars={
            "TEXT_00": LONG,
            "TEXT_01": LONG,
            "TEXT_02": LONG,
            "TEXT_03": LONG,
            "TEXT_04": LONG,
        }
    )
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
