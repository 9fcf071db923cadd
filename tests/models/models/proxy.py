"""A proxy before an encyclopedia, which records its requests and can fail them."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

from harness.loopback import Handler, Loopback, Request

from .transcript import Kind, Transcript

# Headers of one connection, which are not forwarded.
_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length")


class Proxy(Loopback):
    """Forwards GET requests to a server on loopback."""

    def __init__(self, transcript: Transcript, upstream: str) -> None:
        super().__init__()
        self._transcript = transcript
        self._upstream = urlsplit(upstream)
        # The responses to the next requests instead of those of the server: a status and headers each.
        self.failures: list[tuple[int, Mapping[str, str]]] = []

    def respond(self, request: Request, handler: Handler) -> None:
        headers = "".join(f"{name}: {value}\n" for name, value in request.headers.items())
        self._transcript.add(Kind.RESEARCH, f"{request.path}\n{headers}")
        if self.failures:
            status, fields = self.failures.pop(0)
            handler.respond(status, fields, b"")
            return
        connection = http.client.HTTPConnection(self._upstream.hostname or "", self._upstream.port, timeout=60)
        try:
            connection.request("GET", request.path, headers=dict(request.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        handler.respond(answer.status, kept, body)
