"""Artifacts go from step to step: assigned, assigned again, never touched, None."""

from metaflow import FlowSpec, step


class LinearFlow(FlowSpec):
    @step
    def start(self):
        self.count = 1
        self.words = ["one", "two"]
        self.table = {"b": 1, "a": [1.5, None, True]}
        self.nothing = None
        self.untouched = frozenset({1, 2})
        self._hidden = "kept"
        self.next(self.middle)

    @step
    def middle(self):
        self.count += 1
        self.words = (*self.words, "three")
        self.seen = self._hidden
        self.where = (self.index, self.input, self.foreach_stack())
        self.next(self.end)

    @step
    def end(self):
        self.total = self.count + len(self.words)
        self.is_there = hasattr(self, "untouched"), hasattr(self, "absent")
        self.default = getattr(self, "absent", "none")


if __name__ == "__main__":
    LinearFlow()
