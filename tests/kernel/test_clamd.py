"""What a virus scanner finds harmful, or cannot look at, is not taken."""

import socketserver
import struct
import threading

import pytest

from nolimits.kernel import clamd, files
from nolimits.kernel.errors import Refused
from tests.databases import KINDS
from tests.factories.photos import pdf, picture

pytestmark = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
# The file that every scanner takes for a virus, so that nothing harmful is needed to try one.
HARMFUL = "".join(
    ["X5O!P%", "@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"]
).encode()


class Daemon(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does: pieces with their lengths, then one answer."""

    def handle(self):
        """Answer one file."""
        said = self._exactly(len(b"zINSTREAM\0"))
        content = b""
        while size := struct.unpack("!L", self._exactly(4))[0]:
            content += self._exactly(size)
        self.server.seen.append((said, content))
        found = "Eicar-Signature FOUND" if HARMFUL in content else "OK"
        answer = self.server.answer or f"stream: {found}\0".encode()
        if answer == b"silence":
            self.server.over.wait(5)
        else:
            self.request.sendall(answer)

    def _exactly(self, size):
        got = b""
        while len(got) < size:
            got += self.request.recv(size - len(got))
        return got


@pytest.fixture
def daemon(app, change_settings):
    """A scanner on this machine, to which files are sent."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        server.seen, server.answer, server.over = [], None, threading.Event()
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        change_settings(clamd=f"127.0.0.1:{server.server_address[1]}")
        yield server
        server.over.set()
        server.shutdown()


def test_every_file_is_looked_at_whole(daemon):
    content = picture(size=(400, 400)) + b"\0" * 200_000
    files.photo(content)
    files.spreadsheet(b"Name\nDana\n")

    assert daemon.seen == [(b"zINSTREAM\0", content), (b"zINSTREAM\0", b"Name\nDana\n")]


def test_a_harmful_file_is_not_taken(daemon):
    """Case 35."""
    for take, content in (
        (files.photo, picture() + HARMFUL),
        (files.receipt, pdf() + HARMFUL),
        (files.spreadsheet, b"Name\n" + HARMFUL),
    ):
        with pytest.raises(Refused, match="something harmful"):
            take(content)


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK and more\0"],
)
def test_a_file_that_could_not_be_looked_at_is_not_taken(daemon, answer):
    daemon.answer = answer or b"\0"

    with pytest.raises(Refused, match="could not check this file"):
        files.spreadsheet(b"Name\n")


def test_a_scanner_that_says_nothing_is_not_waited_for_long(daemon, monkeypatch):
    monkeypatch.setattr(clamd, "PATIENCE", 0.2)
    daemon.answer = b"silence"

    with pytest.raises(Refused, match="could not check this file"):
        files.spreadsheet(b"Name\n")


def test_without_a_scanner_that_answers_nothing_is_taken(daemon, change_settings):
    change_settings(clamd="127.0.0.1:1")
    with pytest.raises(Refused, match="could not check this file"):
        files.spreadsheet(b"Name\n")

    change_settings(clamd="unix:/nowhere/clamd.sock")
    with pytest.raises(Refused, match="could not check this file"):
        files.spreadsheet(b"Name\n")
