"""Two steps side by side, and a step that joins them."""

from flowc import FlowSpec, step


class BranchFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [3, 1, 2]
        self.next(self.smallest, self.largest)

    @step
    def smallest(self):
        self.value = min(self.numbers)
        self.next(self.join)

    @step
    def largest(self):
        self.value = max(self.numbers)
        self.next(self.join)

    @step
    def join(self, inputs):
        """`inputs` come in the order in which `start` names the steps."""
        self.spread = inputs.largest.value - inputs.smallest.value
        self.merge_artifacts(inputs, exclude=["value"])
        self.next(self.end)

    @step
    def end(self):
        print(f"{self.numbers} spread over {self.spread}")


if __name__ == "__main__":
    BranchFlow()
