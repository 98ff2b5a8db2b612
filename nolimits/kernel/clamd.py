"""Asks a ClamAV daemon whether a file is harmful, where the council runs one (NOLIMITS_CLAMD).

What could not be looked at is not taken: no answer is no clean bill.
"""

import socket
import struct

from nolimits.kernel import logs
from nolimits.kernel.errors import Refused
from nolimits.kernel.settings import settings

PATIENCE = 20  # seconds for each step
PIECE = 64 * 1024
LONGEST_ANSWER = 1024


def refuse_harmful(content: bytes, field: str) -> None:
    """Raise Refused for a file that the daemon finds harmful, or cannot look at."""
    where = settings().clamd
    if not where:
        return
    try:
        answer = _ask(where, content)
    except OSError as error:
        answer = ""
        logs.told("virus scanner away", kind=type(error).__name__)
    if answer.endswith("FOUND"):
        logs.told("harmful file refused")
        raise Refused("This file holds something harmful, so it was not taken", field)
    if answer != "stream: OK":
        raise Refused("We could not check this file for viruses just now. Try again later", field)


def _ask(where: str, content: bytes) -> str:
    """Send a file by INSTREAM: pieces with their lengths, an empty one at the end; the answer."""
    with _connected(where) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            daemon.sendall(struct.pack("!L", len(piece)) + piece)
        daemon.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            told = daemon.recv(LONGEST_ANSWER)
            if not told:
                break
            answer += told
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected(where: str) -> socket.socket:
    """A connection to host:port, or to the socket file of unix:/path."""
    if where.startswith("unix:"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(PATIENCE)
        try:
            daemon.connect(where.removeprefix("unix:"))
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
