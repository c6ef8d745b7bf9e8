"""Every construct of the language in one flow, nested in one another."""

import os

from flowc import (
    Config,
    FlowSpec,
    IncludeFile,
    JSONType,
    Parameter,
    card,
    catch,
    environment,
    exit_hook,
    kubernetes,
    project,
    pypi,
    resources,
    retry,
    schedule,
    secrets,
    step,
    timeout,
    trigger,
)

IMAGE = f"registry.example.com/{'everything'.lower()}:1"


def celebrate(run):
    print(f"{run} is done")


@schedule(daily=True)
@trigger(event="data_ready")
@project(name="zoo")
@exit_hook(on_success=[celebrate])
class EverythingFlow(FlowSpec):
    """Search for the best model of each shelter, side by side with a report."""

    alpha = Parameter("alpha", default=0.5, help="learning rate")
    shelters = Parameter("shelters", type=JSONType, default='["north", "south"]')
    notes = IncludeFile("notes", default="notes.txt")
    config = Config("config", default_value={"image": IMAGE, "tries": 3})

    @environment(vars={"MODE": "careful", "API_TOKEN": os.getenv("API_TOKEN")})
    @secrets(sources=["warehouse"])
    @step
    def start(self):
        """Split the work."""
        self.next(self.search, self.describe)

    @step
    def search(self):
        self.names = list(self.shelters)
        self.next(self.fetch, foreach="names")

    @retry(times=3, minutes_between_retries=1)
    @timeout(minutes=10)
    @step
    def fetch(self):
        """Get one shelter's records."""
        self.name = self.input
        self.tried = 0
        self.size = "large" if len(self.name) > 4 else "small"
        self.next({"large": self.sample, "small": self.take}, condition="size")

    @step
    def sample(self):
        self.rows = 10
        self.next(self.grid)

    @step
    def take(self):
        self.rows = 5
        self.next(self.grid)

    @step
    def grid(self):
        self.depths = [1, 2, 3]
        self.next(self.train, foreach="depths")

    @kubernetes(image=config.image, cpu=2, memory=4000, gpu=1)
    @resources(memory=8000)
    @catch(var="failure")
    @step
    def train(self):
        """Train one model."""
        self.score = self.alpha * self.rows / self.input
        self.next(self.choose)

    @step
    def choose(self, inputs):
        self.merge_artifacts(inputs, include=["name", "tried"])
        self.best = max(i.score for i in inputs if not i.failure)
        self.next(self.refine)

    @step
    def refine(self):
        self.best *= 1.1
        self.next(self.judge)

    @pypi(packages={"scikit-learn": "1.5.0"}, python="3.11")
    @step
    def judge(self):
        self.tried += 1
        self.verdict = "good" if self.best > 2 else "again"
        if self.tried == self.config.tries:
            self.verdict = "good enough"
        self.next(
            {"again": self.refine, "good": self.keep, "good enough": self.mark},
            condition="verdict",
        )

    @step
    def keep(self):
        self.result = (self.name, self.best)
        self.next(self.collect)

    @step
    def mark(self):
        self.result = (self.name, -self.best)
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.results = dict(i.result for i in inputs)
        self.next(self.join)

    @card(type="default", id="report")
    @step
    def describe(self):
        self.title = f"{len(self.shelters)} shelters, {len(self.notes)} characters of notes"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.title = inputs.describe.title
        self.results = inputs.collect.results
        self.next(self.end)

    @step
    def end(self):
        print(self.title, self.results)


if __name__ == "__main__":
    EverythingFlow()
