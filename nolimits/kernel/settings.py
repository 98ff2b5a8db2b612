"""The settings of the application that is running, for rooms that know nothing of the web."""

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from nolimits.config import Settings


def settings() -> "Settings":
    """What this installation was told when it started."""
    told: Settings = current_app.config["SETTINGS"]
    return told
