"""HTTP servers on loopback in a thread, which record their requests."""

import select
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TypeVar

ADDRESS = "127.0.0.1"

Own = TypeVar("Own", bound="Loopback")


@dataclass
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    began: float = field(default_factory=time.monotonic)


class Handler(BaseHTTPRequestHandler):
    """One connection. The server decides what it receives."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("content-length", "0"))))

    def respond(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Sends a whole response."""
        self.begin(status, {**headers, "content-length": str(len(body))})
        self.wfile.write(body)

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Sends the head of a response."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def cut(self) -> None:
        """Ends the connection with a reset."""
        self.close_connection = True
        self.wfile.flush()
        # A linger time of zero discards what is not sent yet, and sends a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def client_has_gone(self) -> bool:
        """Returns whether the client has ended the connection while it waits for a response."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def log_message(self, format: str, *arguments: object) -> None:
        """Suppresses the log."""

    def _serve(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        try:
            self.server.loopback.serve(request, self)
        except (BrokenPipeError, ConnectionResetError, ValueError):
            # The client has gone, or the connection was cut on purpose.
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    loopback: "Loopback"

    def handle_error(self, request: object, client_address: object) -> None:
        """Suppresses the trace of a connection that was cut."""


class Loopback:
    """A server that records its requests. Subclasses respond to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._active = 0
        self.most_at_once = 0
        self.stopping = threading.Event()
        self._server = _Server((ADDRESS, 0), Handler)
        self._server.loopback = self

    def __enter__(self: Own) -> Own:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self._server.server_address[1]}"

    @property
    def requests(self) -> list[Request]:
        with self._lock:
            return list(self._requests)

    def forget(self) -> None:
        """Starts to record anew."""
        with self._lock:
            self._requests.clear()
            self.most_at_once = self._active

    def serve(self, request: Request, handler: Handler) -> None:
        with self._recorded(request):
            self.respond(request, handler)

    def respond(self, request: Request, handler: Handler) -> None:
        raise NotImplementedError

    @contextmanager
    def _recorded(self, request: Request) -> Iterator[None]:
        with self._lock:
            self._requests.append(request)
            self._active += 1
            self.most_at_once = max(self.most_at_once, self._active)
        try:
            yield
        finally:
            with self._lock:
                self._active -= 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port
