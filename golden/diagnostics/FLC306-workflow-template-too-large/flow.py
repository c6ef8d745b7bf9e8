"""Parameters with more text than a cluster stores."""

from flowc import FlowSpec, Parameter, step


LONG = "All creatures great and small, " * 3_000


class PetsFlow(FlowSpec):
    t00 = Parameter("t00", default=LONG)
    t01 = Parameter("t01", default=LONG)
    t02 = Parameter("t02", default=LONG)
    t03 = Parameter("t03", default=LONG)
    t04 = Parameter("t04", default=LONG)
    t05 = Parameter("t05", default=LONG)
    t06 = Parameter("t06", default=LONG)
    t07 = Parameter("t07", default=LONG)
    t08 = Parameter("t08", default=LONG)
    t09 = Parameter("t09", default=LONG)
    t10 = Parameter("t10", default=LONG)
    t11 = Parameter("t11", default=LONG)
    t12 = Parameter("t12", default=LONG)
    t13 = Parameter("t13", default=LONG)
    t14 = Parameter("t14", default=LONG)
    t15 = Parameter("t15", default=LONG)
    t16 = Parameter("t16", default=LONG)
    t17 = Parameter("t17", default=LONG)
    t18 = Parameter("t18", default=LONG)
    t19 = Parameter("t19", default=LONG)
    t20 = Parameter("t20", default=LONG)
    t21 = Parameter("t21", default=LONG)
    t22 = Parameter("t22", default=LONG)
    t23 = Parameter("t23", default=LONG)
    t24 = Parameter("t24", default=LONG)
    t25 = Parameter("t25", default=LONG)
    t26 = Parameter("t26", default=LONG)
    t27 = Parameter("t27", default=LONG)
    t28 = Parameter("t28", default=LONG)
    t29 = Parameter("t29", default=LONG)
    t30 = Parameter("t30", default=LONG)
    t31 = Parameter("t31", default=LONG)
    t32 = Parameter("t32", default=LONG)
    t33 = Parameter("t33", default=LONG)
    t34 = Parameter("t34", default=LONG)
    t35 = Parameter("t35", default=LONG)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
