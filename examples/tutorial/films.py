"""Suggest films: a table from a file, a parameter, and one task for each genre."""

from pathlib import Path

from metaflow import FlowSpec, IncludeFile, Parameter, step


def beside_this_file(name):
    """Return a function that computes a path when a run starts."""
    return lambda context: str(Path(__file__).parent / name)


class FilmsFlow(FlowSpec):
    """Find the films of each genre that earned the most."""

    films = IncludeFile("films", default=beside_this_file("films.csv"), help="a table of films")
    top = Parameter("top", default=2, help="how many films of each genre")
    since = Parameter("since", default=1990, help="pass over older films")

    @step
    def start(self):
        """The content of the file is an artifact: it is stored once, whatever happens to it."""
        import csv

        rows = list(csv.DictReader(self.films.splitlines()))
        self.rows = [row for row in rows if int(row["year"]) >= self.since]
        self.genres = sorted({row["genre"] for row in self.rows})
        self.next(self.rank, foreach="genres")

    @step
    def rank(self):
        """`self.input` is one of the genres."""
        self.genre = self.input
        films = [row for row in self.rows if row["genre"] == self.genre]
        films.sort(key=lambda row: -int(row["gross"]))
        self.best = [row["title"] for row in films[: self.top]]
        self.gross = [int(row["gross"]) for row in films]
        self.next(self.collect)

    @step
    def collect(self, inputs):
        """`inputs` are the tasks of all genres."""
        self.best = {task.genre: task.best for task in inputs}
        self.gross = {task.genre: task.gross for task in inputs}
        self.next(self.end)

    @step
    def end(self):
        for genre, titles in self.best.items():
            print(f"{genre}: {', '.join(titles)}")


if __name__ == "__main__":
    FilmsFlow()
