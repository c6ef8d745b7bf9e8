"""A switch with a case that goes straight on, and one that two keys share."""

from flowc import FlowSpec, step


class SwitchEmptyArmFlow(FlowSpec):
    @step
    def start(self):
        self.quality = 2
        self.next({1: self.repair, 2: self.repair, 3: self.store}, condition="quality")

    @step
    def repair(self):
        self.repaired = True
        self.next(self.store)

    @step
    def store(self):
        print("repaired" if getattr(self, "repaired", False) else "as it was")
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SwitchEmptyArmFlow()
