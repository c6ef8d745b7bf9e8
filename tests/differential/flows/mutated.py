"""Artifacts that are changed in place: through another name, in an item, in a join."""

from metaflow import FlowSpec, step


class MutatedFlow(FlowSpec):
    @step
    def start(self):
        self.words = ["a"]
        self.table = {"rows": []}
        self.alias = self.words
        self.read_only = {"unchanged": 1}
        self.numbers = [1, 2]
        self.next(self.change)

    @step
    def change(self):
        self.words.append("b")
        self.table["rows"].append((1, "x"))
        self.table["count"] = len(self.alias)
        self.length = len(self.read_only)
        del self.numbers[0]
        self.numbers += [3]
        self.next(self.item, foreach="numbers")

    @step
    def item(self):
        self.words.append(f"item {self.input}")
        self.numbers.append(99)
        self.next(self.join)

    @step
    def join(self, inputs):
        first = inputs[0]
        first.words.append("read in the join")
        first.table = "not kept"
        self.words = first.words + inputs[1].words
        self.seen = inputs[0].words, [i.numbers for i in inputs]
        self.merge_artifacts(inputs, include=["table", "read_only"])
        self.next(self.end)

    @step
    def end(self):
        self.alias = self.words
        self.alias.append("once more")


if __name__ == "__main__":
    MutatedFlow()
