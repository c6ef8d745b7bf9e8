"""A flow that reads what another one left: the latest run of FilmsFlow that went well."""

from metaflow import Flow, FlowSpec, Parameter, step


class SuggestFlow(FlowSpec):
    """Suggest a film of a genre, from the results of the last FilmsFlow."""

    genre = Parameter("genre", default="comedy", help="what you are in the mood for")

    @step
    def start(self):
        run = Flow("FilmsFlow").latest_successful_run
        print(f"reading {run.pathspec}")
        self.source = run.pathspec
        self.titles = run.data.best[self.genre]
        self.next(self.end)

    @step
    def end(self):
        print(f"Watch {self.titles[0]} tonight.")


if __name__ == "__main__":
    SuggestFlow()
