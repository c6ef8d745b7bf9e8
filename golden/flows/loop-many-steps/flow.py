"""Several steps that run again and again, until the last of them says that it is enough."""

from flowc import FlowSpec, step


class LoopManyStepsFlow(FlowSpec):
    @step
    def start(self):
        self.guess, self.target = 1.0, 2.0
        self.next(self.improve)

    @step
    def improve(self):
        self.guess = (self.guess + self.target / self.guess) / 2
        self.next(self.measure)

    @step
    def measure(self):
        self.error = abs(self.guess**2 - self.target)
        self.next(self.decide)

    @step
    def decide(self):
        self.close = self.error < 1e-6
        self.next({False: self.improve, True: self.end}, condition="close")

    @step
    def end(self):
        print(self.guess)


if __name__ == "__main__":
    LoopManyStepsFlow()
