"""A split into three, and a join that reads its inputs by name and one after the other."""

from metaflow import FlowSpec, step


class BranchFlow(FlowSpec):
    @step
    def start(self):
        self.common = "all have it"
        self.next(self.left, self.middle, self.right)

    @step
    def left(self):
        self.side = "left"
        self.next(self.further)

    @step
    def further(self):
        self.side += " and further"
        self.next(self.join)

    @step
    def middle(self):
        self.side = "middle"
        self.next(self.join)

    @step
    def right(self):
        self.side = "right"
        self.common = "but not this one"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.by_name = inputs.further.side, inputs.middle.side, inputs.right.side
        self.in_order = [i.side for i in inputs]
        self.by_iteration = sorted(i.side for i in inputs)
        self.by_number = sorted(inputs[number].side for number in range(3))
        self.commons = sorted(i.common for i in inputs)
        self.is_inherited = hasattr(self, "common"), hasattr(self, "side")
        self.next(self.end)

    @step
    def end(self):
        self.is_there = hasattr(self, "common")


if __name__ == "__main__":
    BranchFlow()
