"""Calls an object store again where that may help, and says in a sentence what went wrong.

The client repeats what it knows to be harmless: reads, and writes that put the same bytes in the
same place. It does not repeat a conditional write whose answer never came, nor a listing that
broke off, because it cannot know what the caller makes of them; `Calls` does.
"""

from __future__ import annotations

import os
import re
import time

from runtime_shim.errors import Missing, StoreError
from runtime_shim.store.remote_client import connect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from obstore import Bytes, ObjectMeta

    from runtime_shim.store.chunks import Piece
    from runtime_shim.store.remote_client import Client

    Result = TypeVar("Result")

_ANSWER = re.compile(
    r"Server returned non-2xx status code: (\d{3} [^:]*)(?:.*?<Code>(\w+)</Code>)?"
)
_CAUSES = re.compile(r'(?:message|error): "([^"]+)"')
_FINAL = re.compile(r"status code: 4\d\d|Received redirect|NoSuchBucket")
PAGE = 1000
"""How many objects a store lists, or removes, in one answer."""

# The process in which the client's threads run; they do not follow into a fork.
_home: list[int] = []


class Calls:
    """A client for everything below `url`, and how long it is patient.

    The client sends a request up to `tries` times in a row, within `seconds`; where connections
    are refused that is over in a moment. What it gives up is tried again until half of `seconds`
    have passed, so that a store that vanished is reported after that, and after one and a half
    times `seconds` at most.
    """

    def __init__(
        self, url: str, tries: int, seconds: float, config: Mapping[str, str] | None = None
    ) -> None:
        """Connect to `url`; nothing is sent yet. `config` is obstore's, for this service."""
        self.url = url
        self.client = connect(url, tries, seconds, config)
        self.most = PAGE
        self._config = config
        self._seconds = seconds

    def once(self) -> Client:
        """Return a client that sends a request once, whatever happens to it."""
        return connect(self.url, 0, self._seconds, self._config)

    def call(self, verb: str, key: str, function: Callable[[], Result]) -> Result:
        """Return what `function` returns, calling it again after failures that may pass.

        Raises Missing if the store says that there is no such object, and StoreError, saying that
        `key` cannot be `verb`, for everything else.
        """
        from obstore.exceptions import BaseError

        self.check_process()
        deadline = time.monotonic() + self._seconds / 2
        number = 0
        while True:
            number += 1
            try:
                return function()
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise self._failure(verb, key, error) from error
                raise Missing(key, self.url) from None
            except (BaseError, ValueError) as error:
                if time.monotonic() > deadline or _is_final(error):
                    raise self._failure(verb, key, error) from error
            time.sleep(min(0.02 * 2**number, 2))

    def get(self, key: str) -> Bytes:
        """Return an object's content; raises Missing if there is none."""
        import obstore

        return self.call("read", key, lambda: obstore.get(self.client, key).bytes())

    def head(self, key: str) -> ObjectMeta:
        """Return what the store knows of an object; raises Missing if there is none."""
        import obstore

        return self.call("read", key, lambda: obstore.head(self.client, key))

    def put(self, key: str, data: Piece) -> None:
        """Make the object hold `data`, in one request."""
        import obstore

        # Without multipart: there is nothing that a writer that is killed could leave half done.
        self.call("written", key, lambda: obstore.put(self.client, key, data, use_multipart=False))

    def create(self, key: str, data: bytes) -> bool:
        """Make the object unless it exists; say whether this call is known to have made it."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        def put() -> bool:
            try:
                obstore.put(self.client, key, data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                # 412, or 409: another writer was under way, who may fail yet. If there is no
                # object, the error goes on to `call`, which tries again.
                if not self.exists(key):
                    raise
                return False
            return True

        return self.call("written", key, put)

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects, up to `most`, in one request; those that do not exist do not matter."""
        import obstore

        what = keys[0] if len(keys) == 1 else f"{keys[0]}` … `{keys[-1]}"
        try:
            self.call("removed", what, lambda: obstore.delete(self.client, list(keys)))
        except Missing:
            return

    def exists(self, key: str) -> bool:
        """Say whether there is such an object."""
        try:
            self.head(key)
        except Missing:
            return False
        return True

    def page(self, folder: str, after: str) -> list[ObjectMeta]:
        """Return the next `most` objects below `folder` whose keys come after `after`, in order."""
        import obstore

        def first() -> Sequence[ObjectMeta]:
            if self.url.startswith("az://"):
                # Azure cannot begin a listing in the middle: it would be read again for each page.
                return obstore.list(self.client, folder, offset=after or None).collect()
            pages = obstore.list(self.client, folder, offset=after or None, chunk_size=self.most)
            return next(pages, [])

        return list(self.call("listed", folder, first))

    def check_process(self) -> None:
        """Raise StoreError in a process that was forked after the first call."""
        if not _home:
            _home.append(os.getpid())
        if _home[0] != os.getpid():
            raise StoreError(
                f"{self.url} cannot be used in a process that was forked from one that used an "
                "object store: start this one anew, or fork before"
            )

    def _failure(self, verb: str, key: str, error: Exception) -> StoreError:
        what = f"`{key}`" if key else "what is there"
        return StoreError(f"{what} cannot be {verb} in {self.url}: {reason(error)}")


def reason(error: Exception) -> str:
    """Return in a few words why a call failed; obstore's own text has a page of Rust structures."""
    text = str(error)
    answer = _ANSWER.search(text)
    if "NoSuchBucket" in text:
        return "there is no such bucket"
    if answer:
        code = f" ({answer[2]})" if answer[2] else ""
        return f"the server answered {answer[1].strip()}{code}"
    if "Received redirect" in text:
        return "the server redirects: is `AWS_REGION` the bucket's?"
    if "TimedOut" in text:
        return "it does not answer"
    causes = _CAUSES.findall(text)
    if causes:
        return str(causes[-1]).lower()
    first = text.partition("\n")[0].rpartition(" - ")[2].removeprefix("HTTP error: ")
    return "the connection broke off" if first == "error sending request" else first


def _is_final(error: Exception) -> bool:
    """Say whether the store understood, and will say the same again."""
    from obstore.exceptions import (
        InvalidPathError,
        NotSupportedError,
        PermissionDeniedError,
        UnauthenticatedError,
        UnknownConfigurationKeyError,
    )

    final = (
        ValueError,
        InvalidPathError,
        NotSupportedError,
        PermissionDeniedError,
        UnauthenticatedError,
        UnknownConfigurationKeyError,
    )
    if isinstance(error, final):
        return True
    return "409 Conflict" not in str(error) and _FINAL.search(str(error)) is not None
