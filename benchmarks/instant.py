"""`python -m benchmarks.instant`: answers every request of S3 at once, and keeps nothing.

It prints the port that it serves. What a client takes against it is what the client itself costs.
"""

from __future__ import annotations

import asyncio

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: binary/octet-stream\r\n"
    b'ETag: "d41d8cd98f00b204e9800998ecf8427e"\r\n'
    b"Last-Modified: Tue, 24 Nov 2026 19:08:46 GMT\r\n\r\n"
)
_BODY = bytes(1000)
_GET, _HEADS, _OTHER = _HEAD % len(_BODY) + _BODY, _HEAD % len(_BODY), _HEAD % 0
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Instant(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.held = b""
        self.told = False

    def data_received(self, data: bytes) -> None:
        self.held += data
        while self._answer():
            pass

    def _answer(self) -> bool:
        """Answer the first request if it is here as a whole; say whether it was."""
        end = self.held.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self.held[:end].lower()
        _, _, rest = head.partition(b"content-length:")
        length = int(rest.partition(b"\r\n")[0] or 0)
        if b"100-continue" in head and not self.told:
            self.transport.write(_CONTINUE)
            self.told = True
        if len(self.held) < end + 4 + length:
            return False
        self.told = False
        self.held = self.held[end + 4 + length :]
        answers = {b"get": _GET, b"hea": _HEADS}
        self.transport.write(answers.get(head[:3], _OTHER))
        return True


async def main() -> None:
    """Serve until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Instant, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
