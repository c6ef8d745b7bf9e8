"""Merging: all, some by name, all but some, after conflicts were settled; and in a foreach."""

from metaflow import FlowSpec, Parameter, step


class MergeFlow(FlowSpec):
    scale = Parameter("scale", default=2)

    @step
    def start(self):
        self.common = [1, 2]
        self.changed = 1
        self.dropped = "gone"
        self.next(self.a, self.b)

    @step
    def a(self):
        self.changed = 10
        self.only_a = {"a": self.scale}
        self.same = ("both", "say", "so")
        self.next(self.settle)

    @step
    def b(self):
        self.changed = 20
        self.only_b = "b"
        self.same = ("both", "say", "so")
        self.next(self.settle)

    @step
    def settle(self, inputs):
        self.changed = max(i.changed for i in inputs)
        self.merge_artifacts(inputs, exclude=["dropped"])
        self.has = [hasattr(self, name) for name in ("common", "dropped", "only_a", "only_b")]
        self.next(self.split)

    @step
    def split(self):
        self.next(self.c, self.d)

    @step
    def c(self):
        self.changed += 1
        self.extra = "c"
        self.next(self.some)

    @step
    def d(self):
        self.common.append(3)
        self.extra = "d"
        self.next(self.some)

    @step
    def some(self, inputs):
        self.scales = self.scale, inputs.c.scale
        self.extra = "mine"
        self.merge_artifacts(inputs, include=["only_a", "same", "extra"])
        self.has = [hasattr(self, name) for name in ("common", "changed", "only_b")]
        self.next(self.spread)

    @step
    def spread(self):
        self.items = [4, 5]
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.value = self.input
        self.agreed = "all"
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.values = [i.value for i in inputs]
        self.merge_artifacts(list(inputs), exclude=["value"])
        self.next(self.end)

    @step
    def end(self):
        self.only_a["b"] = len(self.same)


if __name__ == "__main__":
    MergeFlow()
