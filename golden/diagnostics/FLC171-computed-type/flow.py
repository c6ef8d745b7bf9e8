import click
from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    size = Parameter("size", type=click.Choice(["small", "large"]), default="small")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.size)
