"""Every kind of parameter: numbers, text, a switch, JSON, several values, a file, none at all."""

from flowc import FlowSpec, IncludeFile, JSONType, Parameter, step

DEFAULT_EPOCHS = 10


class ParametersFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.1, help="learning rate")
    epochs = Parameter("epochs", default=DEFAULT_EPOCHS, help="passes over the data")
    label = Parameter("label", default="baseline")
    dry_run = Parameter("dry-run", default=False, type=bool, help="write nothing")
    grid = Parameter("grid", type=JSONType, default='{"depth": [2, 4]}')
    columns = Parameter("columns", default="age,weight", separator=",")
    seed = Parameter("seed", type=int, default=None, help="drawn at random if not given")
    started = Parameter("started", default=lambda context: "now", help="computed when a run starts")
    table = Parameter("table", required=True, help="where the data is")
    notes = IncludeFile("notes", default="notes.txt", help="goes into the report")

    @step
    def start(self):
        self.trees = [depth * self.epochs for depth in self.grid["depth"]]
        self.next(self.end)

    @step
    def end(self):
        print(self.label, self.alpha, self.trees, self.columns, self.table, len(self.notes))


if __name__ == "__main__":
    ParametersFlow()
