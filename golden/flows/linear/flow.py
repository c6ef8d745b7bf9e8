"""Three steps, one after another."""

from flowc import FlowSpec, step


class LinearFlow(FlowSpec):
    """Count the words of a sentence."""

    @step
    def start(self):
        """Take a sentence."""
        self.sentence = "the quick brown fox jumps over the lazy dog"
        self.next(self.count)

    @step
    def count(self):
        """Count its words."""
        self.words = len(self.sentence.split())
        self.next(self.end)

    @step
    def end(self):
        """Say how many there are."""
        print(f"{self.words} words")


if __name__ == "__main__":
    LinearFlow()
