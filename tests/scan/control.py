"""A small application with known flaws, to show that the scan finds them. Never serve it to anyone.

What would harm is only played: no command runs, nothing is written, and files are read from a
folder of its own that holds an invented password file.
"""

import html
import os
import re
import sqlite3
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.urls import iri_to_uri

PASSWORDS = "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/sh\n"
COMMAND = re.compile(r"[;|&`\n]\s*(?:/usr/bin/)?env\b|\$\(env\)|^env$")
WHAT_ENV_SAYS = "SHELL=/bin/sh\nPWD=/nowhere\nPATH=/usr/local/bin:/usr/bin:/bin\nHOME=/nowhere\n"

# What is wrong with it: the address, and what a scanner calls it.
FLAWS = (
    ("/people", "SQL Injection"),
    ("/search", "SQL Injection"),
    ("/hello", "Reflected Cross Site Scripting"),
    ("/wall", "Stored Cross Site Scripting"),
    ("/go", "Open Redirect"),
    ("/read", "Path Traversal"),
    ("/ping", "Command execution"),
    ("/language", "CRLF Injection"),
    ("/", "Content Security Policy Configuration"),
    ("/", "HttpOnly Flag cookie"),
)
INJECTABLE = (("GET", "/people?name=Dana"), ("POST", "/search"))  # what sqlmap must find too

flaws = Blueprint("flaws", __name__)


def make(folder: Path) -> Flask:
    """The flawed application, whose files all lie in one folder that may be thrown away."""
    app = Flask(__name__)
    app.logger.disabled = True
    app.config.update(FOLDER=folder, WALL=[])
    (folder / "etc").mkdir(parents=True, exist_ok=True)
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "etc/passwd").write_text(PASSWORDS)
    (folder / "notes/hello.txt").write_text("Hello")
    app.register_blueprint(flaws)
    return app


def wall() -> list[str]:
    """All that was said."""
    said: list[str] = current_app.config["WALL"]
    return said


@flaws.get("/")
def start() -> Response:
    """Links to everything; its cookie may be read by scripts."""
    links = ("people?name=Dana", "hello?name=Dana", "go?to=/people", "read?file=hello.txt")
    more = ("ping?host=localhost", "language?to=en", "wall", "search")
    items = "".join(f"<li><a href='/{one}'>{one}</a></li>" for one in (*links, *more))
    answer = page(f"<ul>{items}</ul>")
    answer.set_cookie("session", "invented")  # readable by scripts, and on any connection
    return answer


@flaws.get("/people")
def people() -> Response:
    """A query in the address."""
    return found(request.args.get("name", ""))


@flaws.route("/search", methods=["GET", "POST"])
def search() -> Response:
    """A query in a form."""
    if request.method == "POST":
        return found(request.form.get("name", ""))
    return page("<form method=post><input name=name value=Dana><button>Search</button></form>")


@flaws.get("/hello")
def hello() -> Response:
    """Reflects markup."""
    return page(f"<p>Hello {request.args.get('name', '')}</p>")


@flaws.route("/wall", methods=["GET", "POST"])
def written() -> Response:
    """Keeps markup."""
    if request.method == "POST":
        wall().append(request.form.get("said", ""))
        del wall()[:-200]
    said = "".join(f"<p>{one}</p>" for one in wall())
    return page(f"<form method=post><input name=said><button>Say</button></form>{said}")


@flaws.get("/go")
def go() -> Response:
    """Sends anybody anywhere."""
    to = "".join(request.args.get("to", "/").splitlines())
    try:
        return Response(status=302, headers={"Location": iri_to_uri(to)})
    except ValueError:  # what is no address at all leads nowhere
        return page("No")


@flaws.get("/read")
def read() -> Response:
    """Reads any file, it seems."""
    # To whoever asks it looks like any file of the machine; it never leaves the folder.
    asked = os.path.normpath(os.path.join("/notes", request.args.get("file", "")))
    path = current_app.config["FOLDER"] / asked.lstrip("/")
    return Response(path.read_bytes() if path.is_file() else b"", mimetype="text/plain")


@flaws.get("/ping")
def ping() -> Response:
    """Runs any command, it seems."""
    runs = COMMAND.search(request.args.get("host", ""))
    return page(f"<pre>{WHAT_ENV_SAYS if runs else 'pong'}</pre>")


@flaws.get("/language")
def language() -> Response:
    """Takes headers from its address."""
    answer = page("<p>Kept</p>")
    kept, *injected = request.args.get("to", "").replace("\r", "").split("\n")
    answer.headers["Content-Language"] = kept
    for line in injected:
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[\w-]+", name):
            answer.headers[name] = value.strip()
    return answer


def page(body: str) -> Response:
    """A page with no header of protection."""
    return Response(f"<!doctype html><html><head><title>Flawed</title></head>{body}</html>")


def found(name: str) -> Response:
    """People of a name, from a database in memory whose query is put together from text."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
        database.execute("INSERT INTO person (name) VALUES ('Dana'), ('Ravi'), ('Comet')")
        try:
            rows = database.execute(f"SELECT name FROM person WHERE name = '{name}'").fetchall()  # noqa: S608
        except (sqlite3.Error, sqlite3.Warning) as error:
            answer = page(f"<p>sqlite3.OperationalError: {html.escape(str(error))}</p>")
            answer.status_code = 500
            return answer
    return page("".join(f"<p>{html.escape(str(one))}</p>" for (one, *_) in rows) or "<p>Nobody</p>")
