"""One request of the Kubernetes API, and the way it takes: the official client's, with its types.

The client's own classes for objects know nothing of Argo's kinds; bodies are plain JSON here.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.failures import refusal, unreachable
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.backends.argo.deploy.kinds import Kind

JSON = "application/json"
_METHODS = {"get": "GET", "list": "GET", "create": "POST", "patch": "PATCH", "delete": "DELETE"}
_CONNECT, _ANSWER = 10, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of the API: "patch" the WorkflowTemplate "train" in a namespace.

    `content` is the type of `body`, `accept` that of the answer; `below` names a part of an object.
    """

    verb: str
    kind: Kind
    namespace: str
    host: str
    name: str = ""
    below: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | bytes | None = None
    content: str = JSON
    accept: str = JSON

    @property
    def subject(self) -> str:
        """Return what it is about, as it is called."""
        return f"{self.kind.name} `{self.name}`" if self.name else self.kind.plural


def answer(client: Any, request: Request) -> bytes:
    """Return the answer to a request; what only reads is tried twice."""
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - it comes with the client

    attempts = 2 if _METHODS[request.verb] == "GET" else 1
    for left in reversed(range(attempts)):
        try:
            return bytes(_send(client, request, _ANSWER).data)
        except HTTPError as error:
            if not left:
                raise unreachable(request, error) from error
    raise AssertionError(request)


def pieces(client: Any, request: Request) -> Iterator[bytes]:
    """Yield an answer as it comes, however long that takes."""
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - it comes with the client

    try:
        response = _send(client, request, None)
        try:
            yield from response.stream(1 << 16)
        finally:
            response.close()
    except HTTPError as error:
        raise unreachable(request, error) from error


def _send(client: Any, request: Request, seconds: float | None) -> Any:
    from kubernetes.client.exceptions import ApiException  # noqa: PLC0415 - an extra

    try:
        return client.call_api(
            request.kind.path(request.namespace, request.name) + request.below,
            _METHODS[request.verb],
            query_params=list(request.query.items()),
            header_params={"Accept": request.accept, "Content-Type": request.content},
            body=request.body,
            auth_settings=["BearerToken"],
            _preload_content=False,
            _request_timeout=(_CONNECT, seconds),
        )
    except ApiException as error:
        raise refusal(request, error.status or 0, str(error.body or error.reason or "")) from error
