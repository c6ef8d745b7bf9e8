"""What merging refuses: conflicts, what is missing, both arguments, steps that are no join."""

from metaflow import FlowSpec, step
from metaflow.exception import (
    MetaflowException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)


class MergeErrorsFlow(FlowSpec):
    @step
    def start(self):
        self.said = []
        try:
            self.merge_artifacts([])
        except MetaflowException as error:
            self.said.append(isinstance(error, UnhandledInMergeArtifactsException))
        self.next(self.a, self.b)

    @step
    def a(self):
        self.x, self.y, self.z = 1, [True], {"k": 1, "l": 2}
        self.only_a = 1
        self.next(self.join)

    @step
    def b(self):
        self.x, self.y, self.z = 2, [1], {"l": 2, "k": 1}
        self.next(self.join)

    @step
    def join(self, inputs):
        self.said = inputs.a.said
        self.conflicts = self.names(inputs)
        self.some_conflicts = self.names(inputs, include=["x", "only_a"])
        self.missing = self.names(inputs, include=["only_a", "nowhere"])
        self.before_missing = self.names(inputs, include=["x", "nowhere"])
        self.is_untouched = not hasattr(self, "only_a")
        try:
            self.merge_artifacts(inputs, include=["x"], exclude=["y"])
        except MetaflowException as error:
            self.both = type(error).__name__, bool(str(error))
        self.merge_artifacts(inputs, exclude=["x", "y", "z"])
        self.next(self.end)

    def names(self, inputs, **how):
        try:
            self.merge_artifacts(inputs, **how)
        except MissingInMergeArtifactsException as error:
            return "missing", sorted(set(error.artifact_names))
        except UnhandledInMergeArtifactsException as error:
            return "conflict", sorted(set(error.artifact_names))
        return "merged", []

    @step
    def end(self):
        pass


if __name__ == "__main__":
    MergeErrorsFlow()
