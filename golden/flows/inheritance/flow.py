"""A flow whose parameters, helpers and a step come from another file."""

from base import CompanyFlow

from flowc import step


class InheritanceFlow(CompanyFlow):
    """Takes everything from its base but the middle step."""

    @step
    def work(self):
        self.answer = self.scale(21)
        self.next(self.end)


if __name__ == "__main__":
    InheritanceFlow()
