"""A proxy before an object store that refuses, drops, loses, cuts and holds, when it is told to.

The faults are those of a real network. `drop` closes the connection before the store has the
request; `lose` closes it after the store has done what was asked, `fail` answers 500 then;
`cut` sends a part of the answer; `hold` waits with the request until the test lets it go on.
"""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What belongs to one connection, and is not handed on to the next (RFC 9110, 7.6.1).
OF_THE_CONNECTION = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


@dataclass
class Fault:
    """What happens to the next `times` requests with this method and `part` in their path."""

    kind: str
    method: str
    part: str
    times: int = 1
    status: int = 503
    reached: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)


class Proxy:
    """Stands at `url`, hands on to the server at `port`, and does what its faults say."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.seen: list[str] = []
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self.writing = threading.Lock()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def refuse(self, method: str, part: str, status: int, times: int = 1) -> Fault:
        """Answer with `status`; the store does not learn of the request."""
        return self._add(Fault("refuse", method, part, times, status))

    def drop(self, method: str, part: str, times: int = 1) -> Fault:
        """Reset the connection before the store has the request."""
        return self._add(Fault("drop", method, part, times))

    def lose(self, method: str, part: str, times: int = 1) -> Fault:
        """Reset the connection after the store has done it, so that the answer is lost."""
        return self._add(Fault("lose", method, part, times))

    def fail_after(self, method: str, part: str, times: int = 1) -> Fault:
        """Answer with 500 after the store has done it."""
        return self._add(Fault("fail", method, part, times, 500))

    def cut(self, method: str, part: str, times: int = 1) -> Fault:
        """Send the head and a half of the answer's body, then reset the connection."""
        return self._add(Fault("cut", method, part, times))

    def hold(self, method: str, part: str) -> Fault:
        """Keep the request until `release` is set; `reached` says that it is here."""
        return self._add(Fault("hold", method, part))

    def count(self, method: str, part: str) -> int:
        """Return how many requests like this came."""
        return sum(line.startswith(method + " ") and part in line for line in self.seen)

    def calm(self) -> None:
        """Forget all faults and what was seen."""
        with self._lock:
            self._faults.clear()
            self.seen.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault of this request, if it has one."""
        with self._lock:
            self.seen.append(f"{method} {path}")
            for fault in self._faults:
                if fault.times and fault.method == method and fault.part in path:
                    fault.times -= 1
                    return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        """Serve while the context lasts."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: connections that end in the middle are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.upstream = http.client.HTTPConnection("127.0.0.1", self.server.proxy.port)

    def finish(self) -> None:
        self.upstream.close()
        super().finish()

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.proxy.take(self.command, self.path)
        kind = fault.kind if fault else ""
        if fault and kind == "refuse":
            self._answer(fault.status, [], b"<Error><Code>Refused</Code></Error>")
            return
        if fault and kind == "hold":
            fault.reached.set()
            fault.release.wait(60)
        if kind == "drop":
            self._reset()
            return
        answer = self._forward(body)
        if kind == "lose":
            self._reset()
        elif fault and kind == "fail":
            self._answer(fault.status, [], b"<Error><Code>InternalError</Code></Error>")
        else:
            self._answer(*answer, cut=kind == "cut")

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        if "If-None-Match" in self.headers:
            # The server behind looks, and then writes; a real one does both at once.
            with self.server.proxy.writing:
                return self._send(body)
        return self._send(body)

    def _send(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in OF_THE_CONNECTION}
        self.upstream.request(self.command, self.path, body or None, headers)
        answer = self.upstream.getresponse()
        content = answer.read()
        return answer.status, answer.getheaders(), content

    def _answer(
        self, status: int, headers: list[tuple[str, str]], content: bytes, *, cut: bool = False
    ) -> None:
        self.send_response(status)
        lengths = [value for name, value in headers if name.lower() == "content-length"]
        for name, value in headers:
            if name.lower() not in {*OF_THE_CONNECTION, "content-length"}:
                self.send_header(name, value)
        is_head = self.command == "HEAD" and lengths
        self.send_header("Content-Length", lengths[0] if is_head else str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.wfile.flush()
            self._reset()

    def _reset(self) -> None:
        # With no time to linger the kernel sends RST, as a machine that vanished would.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_request  # noqa: N815
