"""The flask commands that people type."""

from flask import Flask


def attach(app: Flask) -> None:
    """Add the commands to the application."""
