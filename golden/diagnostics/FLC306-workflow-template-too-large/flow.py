"""Steps with more text in their environment than a cluster stores."""

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
            "TEXT_05": LONG,
            "TEXT_06": LONG,
            "TEXT_07": LONG,
            "TEXT_08": LONG,
            "TEXT_09": LONG,
            "TEXT_10": LONG,
            "TEXT_11": LONG,
        }
    )
    @step
    def start(self):
        self.next(self.clean)

    @environment(
        vars={
            "TEXT_00": LONG,
            "TEXT_01": LONG,
            "TEXT_02": LONG,
            "TEXT_03": LONG,
            "TEXT_04": LONG,
            "TEXT_05": LONG,
            "TEXT_06": LONG,
            "TEXT_07": LONG,
            "TEXT_08": LONG,
            "TEXT_09": LONG,
            "TEXT_10": LONG,
            "TEXT_11": LONG,
        }
    )
    @step
    def clean(self):
        self.next(self.end)

    @environment(
        vars={
            "TEXT_00": LONG,
            "TEXT_01": LONG,
            "TEXT_02": LONG,
            "TEXT_03": LONG,
            "TEXT_04": LONG,
            "TEXT_05": LONG,
            "TEXT_06": LONG,
            "TEXT_07": LONG,
            "TEXT_08": LONG,
            "TEXT_09": LONG,
            "TEXT_10": LONG,
            "TEXT_11": LONG,
        }
    )
    @step
    def end(self):
        pass
