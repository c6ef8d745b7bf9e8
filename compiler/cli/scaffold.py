"""The files that a new project starts with."""

from __future__ import annotations

FLOW = '''\
"""Measure words in parallel: a first flow, to be replaced by yours."""

from flowc import FlowSpec, Parameter, retry, step


class HelloFlow(FlowSpec):
    """Measures words side by side and adds their lengths up."""

    words = Parameter("words", default="ant bee cat", help="what to measure")

    @step
    def start(self):
        """Split the text into words."""
        self.items = self.words.split()
        self.next(self.measure, foreach="items")

    @retry(times=2)
    @step
    def measure(self):
        """Measure one word."""
        self.length = len(self.input)
        self.next(self.total)

    @step
    def total(self, inputs):
        """Add the lengths up."""
        self.sum = sum(each.length for each in inputs)
        self.next(self.end)

    @step
    def end(self):
        """Say the result."""
        print("letters:", self.sum)


if __name__ == "__main__":
    HelloFlow()
'''

CONFIGURATION = """\
# flowc's configuration; `flowc schema config` prints every key.
target = "argo"
flows = ["flows"]
output = "deploy/{target}"
golden = "golden"

# Without these, compiled files refer to the platform's store and to the image of `flowc image`.
# store = "s3://bucket/flows"
# image = "registry.example.com/flows:1"
"""

WORKFLOW = """\
# Fails if a flow has mistakes, or if what is committed is not what the flows compile to.
name: flows
on: [push, pull_request]
permissions:
  contents: read
jobs:
  flows:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install flowc=={version}
      - run: flowc check --output github
      - run: flowc compile --check
      - run: flowc golden check
"""


def files(version: str) -> dict[str, str]:
    """Return the text of each file by its path, relative to the project's folder."""
    return {
        "flowc.toml": CONFIGURATION,
        "flows/hello.py": FLOW,
        ".github/workflows/flows.yaml": WORKFLOW.replace("{version}", version),
    }
