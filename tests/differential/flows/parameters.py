"""Parameters of every type, with and without a default, as the first and a later step see them."""

from metaflow import FlowSpec, JSONType, Parameter, step


class ParametersFlow(FlowSpec):
    number = Parameter("number", default=3, help="an int by its default")
    share = Parameter("share", default=0.25)
    whole_share = Parameter("whole-share", type=float, default=2)
    flag = Parameter("flag", default=False, type=bool)
    text = Parameter("text", default="plain")
    quoted = Parameter("quoted", default='it\'s "so"\n$HOME `id` ünï')
    numeral = Parameter("numeral", default="007")
    empty = Parameter("empty", default="")
    absent = Parameter("absent", type=str)
    absent_number = Parameter("absent-number", type=int, default=None)
    table = Parameter("table", type=JSONType, default='{"a": [1, 2.5, null, true]}')
    filled = Parameter("filled", type=JSONType, default={"z": 1, "a": [2]})
    listed = Parameter("listed", default="a,b,,c", separator=",")
    needed = Parameter("needed", type=int, required=True)

    @step
    def start(self):
        fixed = "number"
        try:
            setattr(self, fixed, 4)
        except AttributeError:
            self.is_fixed = True
        self.kinds = [type(self.whole_share).__name__, type(self.flag).__name__]
        self.next(self.end)

    @step
    def end(self):
        self.copy = [self.table, self.filled, self.listed, self.number * 2]


if __name__ == "__main__":
    ParametersFlow()
