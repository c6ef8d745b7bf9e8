"""What can go wrong with objects, under the names that flows catch."""

from __future__ import annotations

import errno
from contextlib import contextmanager

from flowc.exception import MetaflowException
from runtime_shim.errors import Missing, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class MetaflowS3Exception(MetaflowException):
    """The store cannot be read or written."""

    headline = "S3 access failed"


class MetaflowS3NotFound(MetaflowException):
    """There is no such object, bucket or local file."""

    headline = "S3 object not found"


class MetaflowS3AccessDenied(MetaflowException):
    """The store refuses these credentials, or has got none."""

    headline = "S3 access denied"


class MetaflowS3URLException(MetaflowException):
    """The text is no address of an object, or not one that can be used here."""

    headline = "Invalid address"


class MetaflowS3InvalidObject(MetaflowException):
    """What is to be stored is no text, bytes or binary file."""

    headline = "Not a string-like object"


class MetaflowS3InvalidRange(MetaflowException):
    """The object has no such bytes."""

    headline = "S3 invalid range"


class MetaflowS3InsufficientDiskSpace(MetaflowException):
    """The disk that downloads go to is full."""

    headline = "Insufficient disk space"


@contextmanager
def named(url: str) -> Iterator[None]:
    """Turn what a store raises about the object at `url` into the exceptions of this module."""
    try:
        yield
    except Missing as error:
        raise MetaflowS3NotFound(url) from error
    except StoreError as error:
        raise _kind(error)(f"{url}: {error}") from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        kind = MetaflowS3InsufficientDiskSpace if full else MetaflowS3Exception
        raise kind(f"{url}: {error}") from error


def _kind(error: StoreError) -> type[MetaflowException]:
    text, cause = str(error), type(error.__cause__).__name__
    if "there is no such bucket" in text:
        return MetaflowS3NotFound
    if cause in {"PermissionDeniedError", "UnauthenticatedError"}:
        return MetaflowS3AccessDenied
    if "416 Range Not Satisfiable" in text:
        return MetaflowS3InvalidRange
    return MetaflowS3Exception
