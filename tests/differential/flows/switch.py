"""A choice between three steps, by text; and one by a number, where two cases lead to one step."""

from metaflow import FlowSpec, step


class SwitchFlow(FlowSpec):
    @step
    def start(self):
        self.color = "green"
        self.trail = ["start"]
        self.next({"red": self.stop, "green": self.go, "amber": self.wait}, condition="color")

    @step
    def stop(self):
        self.trail.append("stop")
        self.next(self.crossing)

    @step
    def go(self):
        self.trail.append("go")
        self.next(self.crossing)

    @step
    def wait(self):
        self.trail.append("wait")
        self.next(self.crossing)

    @step
    def crossing(self):
        self.cars = len(self.trail)
        self.trail = [*self.trail, "crossing"]
        self.next({1: self.few, 2: self.few, 3: self.many}, condition="cars")

    @step
    def few(self):
        self.is_busy = False
        self.next(self.end)

    @step
    def many(self):
        self.is_busy = True
        self.next(self.end)

    @step
    def end(self):
        self.trail = [*self.trail, "end"]


if __name__ == "__main__":
    SwitchFlow()
