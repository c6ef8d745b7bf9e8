"""The compute decorator of the first flows: `@titus` asks for cores, memory and network."""

from flowc import FlowSpec, step, titus


class TitusFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @titus(cpu=4, gpu=1, memory=16000, network=1000)
    @step
    def train(self):
        self.model = "trained"
        self.next(self.end)

    @step
    def end(self):
        print(self.model)


if __name__ == "__main__":
    TitusFlow()
