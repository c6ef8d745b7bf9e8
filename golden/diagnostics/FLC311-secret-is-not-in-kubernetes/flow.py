"""A secret that is kept elsewhere."""

from flowc import FlowSpec, secrets, step


class PetsFlow(FlowSpec):
    @secrets(sources=["arn:aws:secretsmanager:eu-west-1:1:secret:warehouse"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
