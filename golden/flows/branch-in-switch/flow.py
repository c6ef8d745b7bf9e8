"""One way of a switch runs two steps side by side."""

from flowc import FlowSpec, step


class BranchInSwitchFlow(FlowSpec):
    @step
    def start(self):
        self.thorough = True
        self.next({True: self.compare, False: self.quick}, condition="thorough")

    @step
    def compare(self):
        self.next(self.tree, self.forest)

    @step
    def tree(self):
        self.score = 0.7
        self.next(self.better)

    @step
    def forest(self):
        self.score = 0.8
        self.next(self.better)

    @step
    def better(self, inputs):
        self.score = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def quick(self):
        self.score = 0.5
        self.next(self.end)

    @step
    def end(self):
        print(self.score)


if __name__ == "__main__":
    BranchInSwitchFlow()
