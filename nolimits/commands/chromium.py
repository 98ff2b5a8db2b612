"""Where a browser is on this machine, and how it is started: for pictures and for tests."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPS = ("Chromium", "Google Chrome")

# Nothing but our own pages: no updates, sync or look-ups behind their back.
LAUNCH_ARGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # small in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # root has no sandbox to offer
]
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


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
