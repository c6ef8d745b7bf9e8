"""A step that takes too long, which is caught."""

import time

from metaflow import FlowSpec, catch, step, timeout


class TimedOutFlow(FlowSpec):
    @catch(var="late", print_exception=False)
    @timeout(seconds=1)
    @step
    def start(self):
        self.begun = True
        time.sleep(30)
        self.ended = True
        self.next(self.end)

    @step
    def end(self):
        self.kind = self.late.type.rpartition(".")[2]
        self.has = hasattr(self, "begun"), hasattr(self, "ended")


if __name__ == "__main__":
    TimedOutFlow()
