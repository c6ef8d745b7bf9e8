"""Artifacts that are deleted: of this step, of an earlier one, and what never was."""

from metaflow import FlowSpec, step


class DeletedFlow(FlowSpec):
    @step
    def start(self):
        self.own = 1
        del self.own
        self.has_own = hasattr(self, "own")
        self.inherited = [1]
        self.loaded = [2]
        self.replaced = "old"
        self.next(self.middle)

    @step
    def middle(self):
        try:
            del self.absent
        except AttributeError:
            self.is_refused = True
        self.replaced = "new"
        del self.replaced
        self.replaced = "newest"
        self.next(self.remove)

    @step
    def remove(self):
        self.copy = self.loaded
        del self.loaded
        self.next(self.end)

    @step
    def end(self):
        self.left = self.copy, self.replaced


if __name__ == "__main__":
    DeletedFlow()
