"""Defaults that functions compute when the run starts."""

from metaflow import FlowSpec, IncludeFile, JSONType, Parameter, step


def greeting(context):
    return f"{context.parameter_name} of {context.flow_name} for {context.user_name}"


def table(context):
    return '{"name": "computed"}'


class DeployTimeFlow(FlowSpec):
    hello = Parameter("hello", type=str, default=greeting)
    width = Parameter("width", type=int, default=lambda context: 6 * 7)
    rows = Parameter("rows", type=JSONType, default=table)
    given = Parameter("given", type=str, default=lambda context: "not used")
    notes = IncludeFile("notes", default=lambda context: "notes.txt")

    @step
    def start(self):
        self.size = len(self.notes), self.width
        self.next(self.end)

    @step
    def end(self):
        self.said = self.hello, self.rows["name"], self.given


if __name__ == "__main__":
    DeployTimeFlow()
