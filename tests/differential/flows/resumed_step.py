"""A run that succeeded is resumed from a step in its middle, with a parameter and a loop before."""

import os

from metaflow import FlowSpec, Parameter, step


class ResumedStepFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.5)

    @step
    def start(self):
        self.rounds = 0
        self.next(self.again)

    @step
    def again(self):
        self.rounds += 1
        self.where = os.environ.get("CURED", "no")
        self.verdict = "on" if self.rounds < 2 else "off"
        self.next({"on": self.again, "off": self.middle}, condition="verdict")

    @step
    def middle(self):
        self.middle_in = os.environ.get("CURED", "no")
        self.value = self.alpha * self.rounds
        self.next(self.end)

    @step
    def end(self):
        self.end_in = os.environ.get("CURED", "no")


if __name__ == "__main__":
    ResumedStepFlow()
