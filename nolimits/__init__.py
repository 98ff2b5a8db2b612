"""No Limits: what a council's people give to its children in care, and what becomes of it."""

from importlib import import_module

from flask import Flask

from nolimits import kernel
from nolimits.config import Settings

ROOMS = (
    "people",
    "saved_views",
    "staff_list",
    "sign_in",
    "second_factors",
    "proving",
    "strategy",
    "funds",
    "backgrounds",
    "young_people",
    "reads",
    "handbook",
    "training",
    "feedback",
    "checks",
    "dbs",
    "pledges",
    "asks",
    "safeguarding",
    "volunteers",
    "partners",
    "giving",
    "matching",
    "activities",
    "services",
    "contacts",
    "expenses",
    "support_mentors",
    "grants",
    "photos",
    "panel",
    "awards",
    "campaigns",
    "retention",
    "reports",
    "privacy",
    "complaints",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, the kernel's parts, every room, the commands."""
    settings = settings or Settings.from_environment()
    app = Flask("nolimits", root_path=str(settings.root), instance_path=str(settings.instance))
    app.config.from_mapping(settings.for_flask())
    kernel.attach(app)
    for room in ROOMS:
        import_module(f"nolimits.{room}.models")
        app.register_blueprint(import_module(f"nolimits.{room}.views").bp)
    import_module("nolimits.commands").attach(app)
    return app
