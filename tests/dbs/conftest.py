"""A small Update Service on this machine: it answers as the real one is documented to."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

ANSWER = """<?xml version="1.0" encoding="UTF-8"?><statusCheckResult>
<statusCheckResultType>{kind}</statusCheckResultType><status>{status}</status>
<forename>DEWI</forename><surname>{surname}</surname>
<printDate class="sql-date">2026-11-02</printDate></statusCheckResult>"""


def said(status="BLANK_NO_NEW_INFO", kind="SUCCESS", surname="O&#39;MADE-UP"):
    """The service's answer."""
    return ANSWER.format(status=status, kind=kind, surname=surname)


class Service(BaseHTTPRequestHandler):
    """Answers each question with what it was told to."""

    def do_GET(self):
        """Answer, or fail as it was told to."""
        server = self.server
        server.asked.append(self.path)
        if server.slow:
            server.over.wait(5)
        body = server.body.encode()
        self.send_response(server.status)
        for name, value in server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + server.missing))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *told):
        """Say nothing."""


@pytest.fixture
def service():
    """The service, on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.daemon_threads, server.over = True, threading.Event()
        server.asked, server.body, server.status = [], said(), 200
        server.headers, server.slow, server.missing = {"Content-Type": "application/xml"}, False, 0
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield server
        server.over.set()
        server.shutdown()
