import random

from flowc import FlowSpec, batch, step


def maybe(decorator, flag):
    def decorate(function):
        return decorator(function) if flag else function

    return decorate


class TrainFlow(FlowSpec):
    @maybe(batch(cpu=4), flag=random.random() > 0.5)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
