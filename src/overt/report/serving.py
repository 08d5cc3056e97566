"""A report served on this machine alone, for where the browser is not on the machine that has the files."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from overt.errors import OvertError

HOST = "127.0.0.1"
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class _Files(SimpleHTTPRequestHandler):
    """The folder's files, quietly, to be kept nowhere and read by no other site; parts of them where asked.

    Inspect's viewer reads a log by parts, and takes all of it for the part where it is given that.
    """

    def do_GET(self) -> None:
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        if first > last:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        with path.open("rb") as file:
            file.seek(first)
            self.wfile.write(file.read(last - first + 1))

    def end_headers(self) -> None:
        for name, value in (
            ("Accept-Ranges", "bytes"),
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
