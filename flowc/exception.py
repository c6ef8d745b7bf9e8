"""The exceptions of flowc, under the names that flows and notebooks catch."""

from __future__ import annotations

from runtime_shim.failures import CaughtFailure as MetaflowExceptionWrapper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class MetaflowException(Exception):
    """Something that flowc was asked for cannot be; the message is a sentence for a person."""

    headline = "Flow failed"

    def __init__(self, message: str = "") -> None:
        """Keep the message."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        # Without this, what is a KeyError as well would show its message in quotes.
        return self.message


class MetaflowNotFound(MetaflowException):
    """There is no such flow, run, step, task or artifact in the store."""

    headline = "Object not found"


class MetaflowChildNotFound(MetaflowNotFound, KeyError):
    """What was asked for by `parent[name]` is not there."""


class MetaflowNamespaceMismatch(MetaflowException):
    """The object exists and belongs to another namespace than the one that counts."""

    headline = "Object not in the current namespace"


class MetaflowInvalidPathspec(MetaflowException):
    """The text is no path of an object of this kind."""

    headline = "Invalid pathspec"


class MetaflowTaggingError(MetaflowException):
    """A tag cannot be added or removed."""

    headline = "Tagging error"


class MergeArtifactsException(MetaflowException):
    """`merge_artifacts` was called where it cannot be, or with arguments that contradict."""

    headline = "Cannot merge artifacts"


class UnhandledInMergeArtifactsException(MergeArtifactsException):
    """The inputs of a join differ on artifacts that were to be merged: `artifact_names`."""

    headline = "Unhandled artifacts in merge"

    def __init__(self, message: str = "", artifact_names: Sequence[str] = ()) -> None:
        """Keep the message and the names."""
        super().__init__(message)
        self.artifact_names = list(artifact_names)


class MissingInMergeArtifactsException(UnhandledInMergeArtifactsException):
    """No input of a join has the artifacts that were to be merged: `artifact_names`."""

    headline = "Missing artifacts in merge"


class MetaflowInternalError(MetaflowException):
    """Something in flowc itself is wrong."""

    headline = "Internal error"


class MetaflowUnknownUser(MetaflowException):
    """Nobody knows who runs this."""

    headline = "Unknown user"


class MetaflowDataMissing(MetaflowException):
    """Data that should be in the store is not there."""

    headline = "Data missing"


class ExternalCommandFailed(MetaflowException):
    """A program that was started failed."""

    headline = "External command failed"


class CommandException(MetaflowException):
    """A command cannot be carried out as it was given."""

    headline = "Invalid command"


class InvalidDecoratorAttribute(MetaflowException):
    """A decorator has no such argument."""

    headline = "Unknown decorator attribute"


class ParameterFieldFailed(MetaflowException):
    """The code that computes a field of a parameter raised."""

    headline = "Parameter field failed"


class ParameterFieldTypeMismatch(MetaflowException):
    """A field of a parameter has a value of the wrong type."""

    headline = "Parameter field with a mismatching type"


__all__ = [
    "CommandException",
    "ExternalCommandFailed",
    "InvalidDecoratorAttribute",
    "MergeArtifactsException",
    "MetaflowChildNotFound",
    "MetaflowDataMissing",
    "MetaflowException",
    "MetaflowExceptionWrapper",
    "MetaflowInternalError",
    "MetaflowInvalidPathspec",
    "MetaflowNamespaceMismatch",
    "MetaflowNotFound",
    "MetaflowTaggingError",
    "MetaflowUnknownUser",
    "MissingInMergeArtifactsException",
    "ParameterFieldFailed",
    "ParameterFieldTypeMismatch",
    "UnhandledInMergeArtifactsException",
]
