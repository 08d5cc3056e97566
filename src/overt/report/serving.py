"""A report served on this machine alone, for where the browser is not on the machine that has the files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from overt.errors import OvertError

HOST = "127.0.0.1"


class _Files(SimpleHTTPRequestHandler):
    """The folder's files, quietly, to be kept nowhere and read by no other site."""

    def end_headers(self) -> None:
        for name, value in (
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def serve(folder: Path, port: int, *, say: Callable[[str], None]) -> None:
    """Serve a folder until interrupted; `say` gets the address, and port 0 takes one that is free.

    Raises:
        OvertError: the port is taken.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Files, directory=str(folder)))
    except OSError as error:
        raise OvertError(f"--port {port}: {error.strerror}; give another, or 0 for one that is free") from error
    with server, suppress(KeyboardInterrupt):
        say(f"http://{HOST}:{server.server_address[1]}/")
        server.serve_forever()
