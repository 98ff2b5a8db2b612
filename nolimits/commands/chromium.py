"""A browser of this machine and what it visits: how both are started, for pictures and tests."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPS = ("Chromium", "Google Chrome")

# Of several such lists Chromium heeds the last. The first line is ours: lists of suggestions under
# an address bar that nobody sees, drawn anew for ever in each window. The rest Playwright asks for.
WITHOUT = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning"
)
# Nothing but our own pages: no updates, sync or look-ups behind their back.
LAUNCH_ARGS = [
    f"--disable-features={WITHOUT}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # small in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # root has no sandbox to offer
]
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"


def chromium_path() -> str | None:
    """Where Chromium or Chrome is: as $CHROMIUM says, on the path, or a macOS application."""
    if said := os.environ.get("CHROMIUM"):
        return shutil.which(said)
    apps = [
        str(root / f"{app}.app/Contents/MacOS/{app}")
        for root in (Path("/Applications"), Path.home() / "Applications")
        for app in MAC_APPS
    ]
    return next(filter(None, map(shutil.which, (*NAMES, *apps))), None)


@contextmanager
def served(app: "WSGIApplication") -> Iterator[str]:
    """Serve an application on a free port of this machine, in silence; its address."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        def log(self, kind: str, message: str, *args: object) -> None:
            """Say nothing of each request."""

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
