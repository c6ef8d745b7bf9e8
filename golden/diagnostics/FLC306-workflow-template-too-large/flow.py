"""A step with more text in its environment than a cluster stores."""

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
            "TEXT_12": LONG,
            "TEXT_13": LONG,
            "TEXT_14": LONG,
            "TEXT_15": LONG,
            "TEXT_16": LONG,
            "TEXT_17": LONG,
            "TEXT_18": LONG,
            "TEXT_19": LONG,
            "TEXT_20": LONG,
            "TEXT_21": LONG,
            "TEXT_22": LONG,
            "TEXT_23": LONG,
            "TEXT_24": LONG,
            "TEXT_25": LONG,
            "TEXT_26": LONG,
            "TEXT_27": LONG,
            "TEXT_28": LONG,
            "TEXT_29": LONG,
            "TEXT_30": LONG,
            "TEXT_31": LONG,
            "TEXT_32": LONG,
            "TEXT_33": LONG,
            "TEXT_34": LONG,
            "TEXT_35": LONG,
        }
    )
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
