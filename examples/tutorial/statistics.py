"""Numbers about the films: two branches that run side by side."""

from metaflow import FlowSpec, IncludeFile, step


class StatisticsFlow(FlowSpec):
    """Compute medians of what films earned, and count them by decade."""

    films = IncludeFile("films", default="films.csv", help="a table of films")

    @step
    def start(self):
        lines = [line.split(",") for line in self.films.splitlines()[1:]]
        self.years = [int(fields[1]) for fields in lines]
        self.gross = [int(fields[3]) for fields in lines]
        self.next(self.median, self.decades)

    @step
    def median(self):
        ordered = sorted(self.gross)
        middle = len(ordered) // 2
        self.median_gross = (ordered[middle] + ordered[-middle - 1]) / 2
        self.next(self.join)

    @step
    def decades(self):
        self.by_decade = {}
        for year in self.years:
            decade = year // 10 * 10
            self.by_decade[decade] = self.by_decade.get(decade, 0) + 1
        self.next(self.join)

    @step
    def join(self, inputs):
        """What both branches assigned is merged, where they agree."""
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(f"median {self.median_gross}, by decade {dict(sorted(self.by_decade.items()))}")


if __name__ == "__main__":
    StatisticsFlow()
