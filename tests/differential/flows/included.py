"""Files that a run takes along: text, bytes, another encoding, and one that is not given."""

from metaflow import FlowSpec, IncludeFile, step


class IncludedFlow(FlowSpec):
    notes = IncludeFile("notes", default="notes.txt")
    picture = IncludeFile("picture", is_text=False, default="picture.bin")
    old = IncludeFile("old", encoding="latin-1", default="old.txt")
    absent = IncludeFile("absent")

    @step
    def start(self):
        self.lines = self.notes.splitlines()
        self.size = len(self.picture), type(self.picture).__name__
        self.letters = self.old
        self.next(self.end)

    @step
    def end(self):
        self.is_absent = self.absent is None
        self.again = self.notes[:4], self.picture[-1], self.old[0]


if __name__ == "__main__":
    IncludedFlow()
