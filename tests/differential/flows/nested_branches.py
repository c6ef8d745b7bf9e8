"""A split inside an arm of a split."""

from metaflow import FlowSpec, step


class NestedBranchesFlow(FlowSpec):
    @step
    def start(self):
        self.trail = ("start",)
        self.next(self.a, self.b)

    @step
    def a(self):
        self.trail += ("a",)
        self.next(self.a1, self.a2)

    @step
    def a1(self):
        self.trail += ("a1",)
        self.next(self.inner)

    @step
    def a2(self):
        self.trail += ("a2",)
        self.next(self.inner)

    @step
    def inner(self, inputs):
        self.trails = inputs.a1.trail, inputs.a2.trail
        self.next(self.outer)

    @step
    def b(self):
        self.trail += ("b",)
        self.trails = ()
        self.next(self.outer)

    @step
    def outer(self, inputs):
        self.trails = inputs.inner.trails, inputs.b.trails
        self.trail = inputs.b.trail
        self.has_trail = hasattr(inputs.inner, "trail"), hasattr(inputs.b, "trail")
        self.next(self.end)

    @step
    def end(self):
        self.trail += ("end",)


if __name__ == "__main__":
    NestedBranchesFlow()
