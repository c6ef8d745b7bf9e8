"""What a class may have beside steps: constants, properties, methods, bases, mixins."""

from metaflow import FlowSpec, Parameter, step


class Counting:
    """A mixin without any step."""

    LIMIT = 3

    def count(self):
        self.counted = getattr(self, "counted", 0) + 1
        return self.counted

    @property
    def is_full(self):
        return self.counted >= self.LIMIT


class Base(FlowSpec):
    """A base with a parameter and the first step."""

    size = Parameter("size", default=5)
    UNIT = "kg"

    @step
    def start(self):
        self.count()
        self.label = self.describe()
        self.next(self.work)

    def describe(self):
        return f"{self.size} {self.UNIT}"


class ClassesFlow(Counting, Base):
    WORDS = ("of", "the", "class")
    annotated: int

    @step
    def work(self):
        self.count()
        self.words = list(self.WORDS)
        self.scaled = self.size * self.helper(3)
        self.was_full = self.is_full
        self.annotated = 4
        self.next(self.end)

    @staticmethod
    def helper(number):
        return number + 1

    @classmethod
    def title(cls):
        return cls.__name__

    def describe(self):
        return "heir: " + super().describe()

    @step
    def end(self):
        self.count()
        self.is_full_now = self.is_full
        self.called = self.title(), self.name
        self.steps = sorted(function.__name__ for function in self)


if __name__ == "__main__":
    ClassesFlow()
