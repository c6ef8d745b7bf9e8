from flowc import FlowSpec, JSONType, Parameter, step


class TrainFlow(FlowSpec):
    epochs = Parameter("epochs", type=int, default="many")
    grid = Parameter("grid", type=JSONType, default="[1, 2")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.epochs, self.grid)
