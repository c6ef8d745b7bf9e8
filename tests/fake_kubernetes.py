"""A Kubernetes API in this process: objects in a dictionary, behind real HTTP."""

from __future__ import annotations

import copy
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.server_side_apply import Conflicts, Managed, merged

Object = dict[str, Any]
TOKEN = "a-token-of-the-tests"
ARGO = ("workflows", "workflowtemplates", "cronworkflows")
EVENTS = ("sensors", "eventsources")
CORE = ("pods", "configmaps", "serviceaccounts", "roles", "rolebindings")
_PATH = re.compile(r"/(?:api|apis/[\w.]+)/\w+/namespaces/([\w-]+)/(\w+)(?:/([\w.-]+))?(/log)?")
_KINDS = {"workflows": "Workflow", "pods": "Pod", "configmaps": "ConfigMap"}


class Refused(Exception):
    def __init__(self, status: int, reason: str, message: str = "", **details: Any) -> None:
        super().__init__(message)
        body = {"kind": "Status", "status": "Failure", "reason": reason, "code": status}
        self.status = status
        self.body: Object = {**body, "message": message, "details": details}


class Cluster:
    """What the API serves; tests look into it and change it."""

    def __init__(self) -> None:
        self.url = ""
        self.installed = {*ARGO, *EVENTS, *CORE}
        self.namespaces = {"flows", "default"}
        self.forbidden: set[tuple[str, str]] = set()
        self.is_atomic = False
        self.logs: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.page = 500
        self.put_off = 0
        self.after: dict[tuple[str, str], list[Callable[[], None]]] = {}
        self._objects: dict[tuple[str, str, str], Managed] = {}
        self._count = 0

    def at(self, plural: str, name: str, namespace: str = "flows") -> Object | None:
        """Return an object as it is stored."""
        found = self._objects.get((namespace, plural, name))
        return found.live if found else None

    def names(self, plural: str, namespace: str = "flows") -> list[str]:
        """Return the names of all objects of a kind."""
        return [name for ns, kind, name in self._objects if (ns, kind) == (namespace, plural)]

    def put(self, plural: str, live: Object, manager: str = "kubectl") -> Object:
        """Store an object as if `manager` had created, or replaced, it."""
        metadata = live.setdefault("metadata", {})
        key = (metadata.setdefault("namespace", "flows"), plural, metadata["name"])
        before = self._objects.get(key, Managed(self.is_atomic))
        self._objects[key] = self._stamped(key, before.updated(live, manager))
        return self._objects[key].live

    def answer(self, method: str, url: str, headers: Any, body: Object) -> Object | str:
        """Answer a request, then do what is to be done after it; raises Refused."""
        before = len(self.asked)
        try:
            return self._answered(method, url, headers, body)
        finally:
            following = self.after.get(self.asked[-1]) if len(self.asked) > before else None
            if following:
                following.pop(0)()

    def _answered(self, method: str, url: str, headers: Any, body: Object) -> Object | str:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        found = _PATH.fullmatch(parts.path)
        if self.put_off:
            self.put_off -= 1
            raise Refused(429, "TooManyRequests", "storage is (re)initializing")
        if headers["Authorization"] != f"Bearer {TOKEN}":
            raise Refused(401, "Unauthorized", "Unauthorized")
        if found is None or found[2] not in self.installed:
            return "404 page not found\n"
        namespace, plural, name, log = found.groups()
        verb = {"POST": "create", "PATCH": "patch", "DELETE": "delete"}.get(method)
        verb = verb or ("get" if name else "list")
        self._allow(verb, f"{plural}/log" if log else plural, namespace)
        key = (namespace, plural, name or "")
        if verb == "list":
            return self._list(key, query, headers["Accept"])
        if verb == "create":
            return self._create(key, body)
        if verb == "patch":
            return self._patch(key, query, headers["Content-Type"], body)
        there = self._there(key)
        if verb == "delete":
            del self._objects[key]
            return {"kind": "Status", "status": "Success"}
        return self._log(name) if log else there.live

    def _allow(self, verb: str, resource: str, namespace: str) -> None:
        self.asked.append((verb, resource))
        if (verb, resource) in self.forbidden:
            said = f'User "ann" cannot {verb} resource "{resource}" in the namespace "{namespace}"'
            raise Refused(403, "Forbidden", said)

    def _there(self, key: tuple[str, str, str]) -> Managed:
        if key not in self._objects:
            _, plural, name = key
            said = f'{plural} "{name}" not found'
            raise Refused(404, "NotFound", said, name=name, kind=plural)
        return self._objects[key]

    def _list(self, key: tuple[str, str, str], query: dict[str, str], accept: str) -> Object:
        items = [
            each.live
            for (namespace, plural, _), each in sorted(self._objects.items())
            if (namespace, plural) == key[:2] and _has(each.live, query.get("labelSelector", ""))
        ]
        start = int(query.get("continue") or 0)
        end = start + min(int(query.get("limit") or self.page), self.page)
        more = {"continue": str(end)} if end < len(items) else {}
        items = items[start:end]
        if "PartialObjectMetadataList" in accept:
            named = [{"metadata": item["metadata"]} for item in items]
            return {"metadata": more, "items": named or None}  # null, as the real one has it
        return {"metadata": more, "items": items}

    def _create(self, key: tuple[str, str, str], body: Object) -> Object:
        namespace, plural, _ = key
        if namespace not in self.namespaces:
            said = f'namespaces "{namespace}" not found'
            raise Refused(404, "NotFound", said, name=namespace, kind="namespaces")
        metadata = body["metadata"]
        if "name" not in metadata:
            metadata["name"] = f"{metadata['generateName']}{self._next():05}"
        if (namespace, plural, metadata["name"]) in self._objects:
            raise Refused(409, "AlreadyExists", f'"{metadata["name"]}" already exists')
        return self.put(plural, {**body, "metadata": {**metadata, "namespace": namespace}})

    def _patch(
        self, key: tuple[str, str, str], query: dict[str, str], content: str, body: Object
    ) -> Object:
        manager = query["fieldManager"]
        if content == "application/merge-patch+json":
            there = self._there(key)
            new = there.updated(merged(there.live, body), manager)
        else:
            there = self._objects.get(key, Managed(self.is_atomic))
            if not there.live:
                self._allow("create", key[1], key[0])
            if not there.live and key[0] not in self.namespaces:
                raise Refused(404, "NotFound", "no namespace", name=key[0], kind="namespaces")
            new = self._applied(there, body, manager, force=query.get("force") == "true")
        # What changes nothing leaves the version of the object alone.
        if new.live != there.live:
            new = self._stamped(key, new)
        if query.get("dryRun") != "All":
            self._objects[key] = new
        return new.live

    def _applied(self, there: Managed, body: Object, manager: str, *, force: bool) -> Managed:
        try:
            return there.applied(body, manager, force=force)
        except Conflicts as conflicts:
            causes = [
                {
                    "reason": "FieldManagerConflict",
                    "message": f'conflict with "{other}" using argoproj.io/v1alpha1',
                    "field": "." + ".".join(path),
                }
                for path, other in conflicts.found
            ]
            raise Refused(409, "Conflict", "Apply failed", causes=causes) from None

    def _stamped(self, key: tuple[str, str, str], new: Managed) -> Managed:
        namespace, _, name = key
        found = copy.deepcopy(new)
        metadata = found.live.setdefault("metadata", {})
        number = self._next()
        metadata |= {"name": name, "namespace": namespace, "resourceVersion": str(number)}
        metadata.setdefault("uid", f"uid-{number}")
        stamp = f"2026-11-29T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        metadata.setdefault("creationTimestamp", stamp)
        metadata["managedFields"] = [{"manager": "somebody"}]
        return found

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _log(self, pod: str) -> str:
        if pod not in self.logs:
            said = f'container "main" in pod "{pod}" is waiting to start: PodInitializing'
            raise Refused(400, "BadRequest", said)
        return self.logs[pod]


def _has(live: Object, selector: str) -> bool:
    labels = live["metadata"].get("labels") or {}
    pairs = [part.partition("=") for part in selector.split(",") if part]
    return all(labels.get(k) == v if equals else k in labels for k, equals, v in pairs)


@contextmanager
def served(cluster: Cluster) -> Iterator[Cluster]:
    """Serve `cluster` at its `url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # head and body in one packet: two wait for each other

        def _any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            try:
                found = cluster.answer(self.command, self.path, self.headers, body)
                status = 404 if found == "404 page not found\n" else 200
            except Refused as refused:
                status, found = refused.status, refused.body
            data = (found if isinstance(found, str) else json.dumps(found)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            if status == 429:
                self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = _any  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    cluster.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield cluster
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def kubeconfig(folder: Path, cluster: Cluster, token: str = TOKEN) -> Path:
    """Write a kubeconfig with the contexts `here` (namespace flows) and `bare` (none)."""
    path = folder / "kubeconfig"
    contexts = [
        {"name": "here", "context": {"cluster": "c", "user": "u", "namespace": "flows"}},
        {"name": "bare", "context": {"cluster": "c", "user": "u"}},
    ]
    found = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "here",
        "clusters": [{"name": "c", "cluster": {"server": cluster.url}}],
        "users": [{"name": "u", "user": {"token": token}}],
        "contexts": contexts,
    }
    path.write_text(json.dumps(found), encoding="utf-8")
    return path
