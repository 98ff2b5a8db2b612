"""What stands between the application and PostgreSQL in a test, and spoils what passes through."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import URL


class Proxy:
    """Passes everything on, until `mode` says otherwise; `after` is what a statement begins with.

    refuse: nobody is let in, and whoever is in is thrown out at their next word.
    drop: whoever sends the statement is thrown out, and the statement is not passed on.
    lose: the COMMIT after the statement is done, and whoever sent it never hears so.
    delay: every answer comes late.
    """

    def __init__(self, url: URL) -> None:
        folder = url.query.get("host")
        self.there = f"{folder}/.s.PGSQL.{url.port or 5432}" if folder else (url.host, url.port)
        self.mode, self.after = "pass", b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        port = self.listener.getsockname()[1]
        self.url = url.set(
            host="127.0.0.1", port=port, query={"sslmode": "disable", "gssencmode": "disable"}
        )

    def serve(self) -> None:
        """Let everybody in, each on two threads, until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        family = socket.AF_UNIX if isinstance(self.there, str) else socket.AF_INET
        server = socket.socket(family)
        with client, server, suppress(OSError):
            if self.mode == "refuse":
                return
            server.connect(self.there)
            losing = threading.Event()
            back = threading.Thread(target=self._back, args=(server, client, losing), daemon=True)
            back.start()
            try:
                self._forth(client, server, losing)
            finally:  # which ends the reading of the other thread, and what the server still held
                server.shutdown(socket.SHUT_RDWR)
                back.join(5)

    def _forth(self, client: socket.socket, server: socket.socket, losing: threading.Event) -> None:
        seen = False
        while (sent := client.recv(65536)) and self.mode != "refuse":
            seen = seen or (bool(self.after) and self.after in sent)
            if seen and self.mode == "drop":
                return
            if seen and self.mode == "lose" and b"COMMIT" in sent:
                losing.set()
            server.sendall(sent)

    def _back(self, server: socket.socket, client: socket.socket, losing: threading.Event) -> None:
        with suppress(OSError):
            while answer := server.recv(65536):
                if losing.is_set():
                    client.shutdown(socket.SHUT_RDWR)
                    return
                time.sleep(0.02 if self.mode == "delay" else 0)
                client.sendall(answer)


@contextmanager
def proxy(url: URL) -> Iterator[Proxy]:
    """A proxy in front of the server of a URL; its own URL leads through it."""
    made = Proxy(url)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.listener.close()
