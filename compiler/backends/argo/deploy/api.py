"""What flowc asks of the Kubernetes API, in one namespace."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.requests import Request, answer, pieces
from compiler.backends.deploying import NotFound
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.backends.argo.deploy.kinds import Kind

    Object = dict[str, Any]

MANAGER = "flowc"
"""What the API calls whoever set a field."""

# With a parameter, so that the client sends the text that it is given.
_APPLY = "application/apply-patch+yaml; charset=utf-8"
_MERGE = "application/merge-patch+json"
_METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The API of one cluster, and the namespace that is worked in."""

    client: Any
    namespace: str
    place: str

    def get(self, kind: Kind, name: str) -> Object | None:
        """Return an object, None if there is none of that name."""
        try:
            return self._answer("get", kind, name)
        except NotFound:
            return None

    def names(self, kind: Kind, selector: str) -> list[Object]:
        """Return the metadata of all objects with some labels, and nothing else of them."""
        return [item["metadata"] for item in self._pages(kind, selector, accept=_METADATA)]

    def objects(self, kind: Kind, selector: str) -> list[Object]:
        """Return all objects with some labels."""
        return list(self._pages(kind, selector))

    def apply(self, kind: Kind, document: Object, *, force: bool, dry_run: bool) -> Object:
        """Set what `document` says, remove what it said before; raises Contested.

        `force` takes fields over that somebody else set.
        """
        query = {"fieldManager": MANAGER, "force": str(force).lower()}
        if dry_run:
            query["dryRun"] = "All"
        name = document["metadata"]["name"]
        body = _yaml(document)
        return self._answer("patch", kind, name, query=query, body=body, content=_APPLY)

    def merge(self, kind: Kind, name: str, changes: Object) -> Object:
        """Set some fields of an object."""
        query = {"fieldManager": MANAGER}
        return self._answer("patch", kind, name, query=query, body=changes, content=_MERGE)

    def create(self, kind: Kind, document: Object) -> Object:
        """Create an object; raises Exists."""
        return self._answer("create", kind, query={"fieldManager": MANAGER}, body=document)

    def delete(self, kind: Kind, name: str) -> None:
        """Delete an object, and in the background what belongs to it."""
        self._answer("delete", kind, name, query={"propagationPolicy": "Background"})

    def log(self, kind: Kind, name: str, query: Mapping[str, str]) -> Iterator[bytes]:
        """Yield the log of a pod, in pieces as they come."""
        return pieces(
            self.client,
            self._request("get", kind, name, query=query, below="/log", accept="*/*"),
        )

    def _pages(self, kind: Kind, selector: str, **more: Any) -> Iterator[Object]:
        query = {"labelSelector": selector, "limit": str(_PAGE)}
        while True:
            found = self._answer("list", kind, query=query, **more)
            yield from found["items"] or ()  # null where there are none, of metadata alone
            following = found.get("metadata", {}).get("continue")
            if not following:
                return
            query["continue"] = following

    def _answer(self, verb: str, kind: Kind, name: str = "", **more: Any) -> Object:
        found: Object = json.loads(answer(self.client, self._request(verb, kind, name, **more)))
        return found

    def _request(self, verb: str, kind: Kind, name: str, **more: Any) -> Request:
        host = self.client.configuration.host
        return Request(verb=verb, kind=kind, namespace=self.namespace, host=host, name=name, **more)


def _yaml(document: Object) -> bytes:
    """Return a document as JSON that is YAML, too.

    YAML has no pairs of surrogates, and takes no characters as they are that cannot be printed.
    """
    text = json.dumps(document, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
