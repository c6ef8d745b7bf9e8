"""Text that Argo would expand, where it cannot be carried."""

from flowc import FlowSpec, kubernetes, step


class PetsFlow(FlowSpec):
    @kubernetes(image="pets:{{workflow.name}}")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
