"""What steps print is kept: lines, one without an end, letters of all scripts."""

import sys

from metaflow import FlowSpec, current, retry, step


class PrintedFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @step
    def start(self):
        print("attempt", current.retry_count)
        if not current.retry_count:
            raise ValueError("not yet")
        print("ünï 🦊", end="")
        sys.stdout.write("\n\n  indented\ttext\n")
        sys.stdout.write("no end")
        self.next(self.end)

    @step
    def end(self):
        print("a" * 1000)
        print("to stderr", file=sys.stderr)


if __name__ == "__main__":
    PrintedFlow()
