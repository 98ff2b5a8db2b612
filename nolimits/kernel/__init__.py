"""What every room stands on; it knows nothing of the scheme."""

from typing import Any

from flask import Flask
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from nolimits.kernel import (
    audit,
    drafts,
    error_pages,
    forgery,
    gate,
    headers,
    limits,
    logs,
    mail,
    pages,
)
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotProven

__all__ = ["attach", "audit", "drafts", "login_manager", "mail", "offer_migrations"]

login_manager = LoginManager()
login_manager.anonymous_user = lambda: NOBODY
login_manager.session_protection = None  # session rows say who is signed in


def attach(app: Flask) -> None:
    """Give an application its database, sign-in, forms' guard, pages and headers."""
    logs.attach(app)
    db.init_app(app)
    login_manager.init_app(app)
    app.before_request(gate.ask_second_step)
    app.before_request(limits.keep_small)
    forgery.guard(app)
    app.before_request(limits.refuse_nul)
    app.before_request(limits.count_form)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(pages.FILTERS)
    app.jinja_env.globals.update(csp_nonce=headers.csp_nonce, csrf_field=pages.csrf_field)
    app.context_processor(pages.context)
    for kind, answer in error_pages.ERRORS.items():
        app.register_error_handler(kind, answer)
    app.register_error_handler(NotProven, gate.ask_again)
    _wrap(app)


def _wrap(app: Flask) -> None:
    """Serve our own files before anything is asked of the application; protect every answer."""
    settings = app.config["SETTINGS"]
    served: Any = app.wsgi_app
    if (settings.root / "static").is_dir():
        served = WhiteNoise(
            served,
            root=str(settings.root / "static"),
            prefix="static/",
            max_age=3600,
            allow_all_origins=False,
            immutable_file_test=headers.named_by_content,
        )
    protected: Any = headers.Protected(served, settings)
    if settings.proxies:
        # Only what our own proxies added counts; whoever asks can write anything before it.
        protected = ProxyFix(protected, x_for=settings.proxies, x_proto=1, x_host=0)
    app.wsgi_app = protected  # type: ignore[method-assign]


def offer_migrations(app: Flask) -> None:
    """Let migrations run; what they need is much to load, and pages do without it."""
    from flask_migrate import Migrate

    folder = str(app.config["SETTINGS"].root / "migrations")
    Migrate(app, db, directory=folder, render_as_batch=True, render_item=_render_item)


def _render_item(kind: str, item: Any, context: Any) -> str | bool:
    """Write our own column types into migrations as what the database keeps."""
    ours = {"Moment": "sa.DateTime()", "Sealed": "sa.Text()", "SealedJSON": "sa.Text()"}
    return ours.get(type(item).__name__, False) if kind == "type" else False
