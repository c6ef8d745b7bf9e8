"""A foreach in a foreach in a foreach."""

from flowc import FlowSpec, step


class NestedForeachFlow(FlowSpec):
    @step
    def start(self):
        self.models = ["tree", "forest"]
        self.next(self.model, foreach="models")

    @step
    def model(self):
        self.depths = [2, 4, 8]
        self.name = self.input
        self.next(self.depth, foreach="depths")

    @step
    def depth(self):
        self.folds = [0, 1]
        self.size = self.input
        self.next(self.fold, foreach="folds")

    @step
    def fold(self):
        """The innermost item is `self.input`; what the outer ones assigned is still there."""
        self.score = len(self.name) * self.size + self.input
        self.next(self.average)

    @step
    def average(self, inputs):
        self.score = sum(i.score for i in inputs) / len(list(inputs))
        self.next(self.best_depth)

    @step
    def best_depth(self, inputs):
        self.score = max(i.score for i in inputs)
        self.next(self.best_model)

    @step
    def best_model(self, inputs):
        self.score = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.score)


if __name__ == "__main__":
    NestedForeachFlow()
