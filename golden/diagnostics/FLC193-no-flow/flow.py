"""A script: it has no class with steps, so there is no flow in it."""

from flowc import FlowSpec


class Settings(FlowSpec):
    image = "registry.example.com/train:1"


def train(rows):
    return sum(rows) / len(rows)


if __name__ == "__main__":
    print(train([1, 2, 3]))
