"""A small HTTP server on this machine that plays the official services, faults included."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Reply:
    """What the server says. `cut`: announces more than it sends. `wait`: seconds before."""

    body: Any = None
    status: int = 200
    raw: bytes | None = None
    cut: bool = False
    wait: float = 0.0
    etag: str = ""

    def content(self) -> bytes:
        return self.raw if self.raw is not None else json.dumps(self.body).encode()


@dataclass
class Asked:
    """A request; the names of the headers are in small letters."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


Answer = Callable[[Asked, int], Reply]


@dataclass
class FakeService:
    """`answer(request, times)`: times counts the calls of this path, from 1."""

    answer: Answer
    url: str = ""
    calls: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [call.path for call in self.calls]


@contextmanager
def serving(answer: Answer) -> Iterator[FakeService]:
    service = FakeService(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(
                parts.path,
                dict(parse_qsl(parts.query)),
                {key.lower(): value for key, value in self.headers.items()},
            )
            service.calls.append(asked)
            reply = service.answer(asked, service.paths().count(asked.path))
            time.sleep(reply.wait)
            content = reply.content()
            if reply.etag and asked.headers.get("if-none-match") == reply.etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content) * (2 if reply.cut else 1)))
            if reply.etag:
                self.send_header("ETag", reply.etag)
            self.end_headers()
            try:
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
