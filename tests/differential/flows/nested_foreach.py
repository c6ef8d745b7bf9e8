"""Three foreachs inside one another, of different widths; joins keep what the outer ones need."""

from metaflow import FlowSpec, step


class NestedForeachFlow(FlowSpec):
    @step
    def start(self):
        self.xs = ["a", "b"]
        self.next(self.outer, foreach="xs")

    @step
    def outer(self):
        self.seen_outside = self.index, self.input, self.foreach_stack()
        self.ys = [f"{self.input}{number}" for number in range(self.index + 1)]
        self.next(self.middle, foreach="ys")

    @step
    def middle(self):
        self.seen_between = self.index, self.input, self.foreach_stack()
        self.zs = [self.index * 10, 5] if self.input != "b0" else [7]
        self.next(self.inner, foreach="zs")

    @step
    def inner(self):
        self.seen_inside = self.index, self.input, self.foreach_stack()
        self.value = f"{self.xs}{self.ys}{self.input}"
        self.next(self.join_inner)

    @step
    def join_inner(self, inputs):
        self.merge_artifacts(inputs, include=["xs", "seen_outside", "seen_between"])
        self.values = [i.value for i in inputs]
        self.stacks = [i.seen_inside for i in inputs]
        self.seen_after = self.index, self.input, self.foreach_stack()
        self.next(self.join_middle)

    @step
    def join_middle(self, inputs):
        self.merge_artifacts(inputs, include=["xs"])
        self.values = [i.values for i in inputs]
        self.stacks = [i.stacks for i in inputs]
        self.seen_after = self.index, self.input, self.foreach_stack()
        self.next(self.join_outer)

    @step
    def join_outer(self, inputs):
        self.values = [i.values for i in inputs]
        self.stacks = [i.stacks for i in inputs]
        self.seen_after = self.index, self.input, self.foreach_stack()
        self.next(self.end)

    @step
    def end(self):
        self.width = len(self.values)


if __name__ == "__main__":
    NestedForeachFlow()
