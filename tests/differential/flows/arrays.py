"""Arrays, tables and scalars of numpy and pandas: made, changed in place, cut."""

import numpy as np
import pandas as pd
from metaflow import FlowSpec, step


class ArraysFlow(FlowSpec):
    @step
    def start(self):
        self.wide = np.arange(20_000, dtype="float64")
        self.grid = np.asfortranarray(np.arange(12).reshape(3, 4))
        self.texts = np.array(["a", "bcd"])
        self.objects = np.array([1, "x", None], dtype=object)
        self.scalar = np.float32(1.5)
        self.when = np.datetime64("2026-01-02T03:04:05")
        self.frame = pd.DataFrame({"n": [1, 2, 3], "s": ["x", None, "z"], "f": [0.5, np.nan, 2]})
        self.series = pd.Series([1.0, 2.0], index=["a", "b"], name="values")
        self.next(self.change)

    @step
    def change(self):
        self.wide[10] = -1.0
        self.frame["double"] = self.frame["n"] * 2
        self.mean = self.wide[:5].mean()
        self.part = self.wide[5:8]
        self.empty = np.empty((0, 3), dtype="int8")
        self.next(self.end)

    @step
    def end(self):
        self.sum = float(self.wide.sum())
        self.columns = list(self.frame.columns)


if __name__ == "__main__":
    ArraysFlow()
