from metaflow import FlowSpec, StepMutator, step


class AddRetries(StepMutator):
    def mutate(self, mutable_step):
        mutable_step.add_decorator("retry")


class FetchFlow(FlowSpec):
    @AddRetries
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
