from flowc import FlowSpec, Parameter, step


class ReviewFlow(FlowSpec):
    score = Parameter("score", default=0.5)

    @step
    def start(self):
        if self.score > 0.9:
            self.next(self.publish)
        elif self.score > 0.5:
            self.next(self.edit)
        else:
            self.next(self.end)

    @step
    def edit(self):
        self.next(self.publish)

    @step
    def publish(self):
        self.next(self.end)

    @step
    def end(self):
        pass
