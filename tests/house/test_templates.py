"""Templates hold nothing that is not used, nothing unsafe, and nothing that is another's."""

import re
from functools import cache

from jinja2 import Environment, nodes

from tests.house.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(
    (ROOT / "templates").rglob("*.txt")
)
# The font and the crest belong to GOV.UK, and a council's pages are not that.
ANOTHERS = (b"gds transport", b"govuk-crest", b"govuk-footer__copyright-logo")


@cache
def parsed(path):
    return Environment(autoescape=True).parse(path.read_text())


def told(path):
    return str(path.relative_to(ROOT / "templates"))


def unused_imports(template):
    imported = {one.target for one in template.find_all(nodes.Import)}
    for one in template.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in one.names}
    used = {name.name for name in template.find_all(nodes.Name) if name.ctx == "load"}
    # What layouts/assets.html sets is imported by name too, and used like any other.
    return imported - used


def test_a_template_imports_only_what_it_uses():
    found = {told(path): unused_imports(parsed(path)) for path in TEMPLATES}

    assert {name: unused for name, unused in found.items() if unused} == {}


def test_a_template_escapes_everything():
    assert [
        told(path)
        for path in TEMPLATES
        if "safe" in {one.name for one in parsed(path).find_all(nodes.Filter)}
        or list(parsed(path).find_all(nodes.ScopedEvalContextModifier))
    ] == []


def test_a_template_styles_and_acts_through_files_only():
    assert [
        f"{told(path)}: {own}"
        for path in TEMPLATES
        for own in (" style=", " onclick=", "javascript:")
        if own in path.read_text()
    ] == []


def test_nothing_that_belongs_to_govuk_is_shown():
    paths = [path for folder in ("templates", "static") for path in (ROOT / folder).rglob("*")]
    assert [
        f"{path.relative_to(ROOT)}: {what.decode()}"
        for path in paths
        if path.is_file()
        for what in ANOTHERS
        if what in path.read_bytes().lower() or what in path.name.lower().encode()
    ] == []


def test_every_file_that_a_style_names_is_there():
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "static").rglob("*.css")
        for name in re.findall(r"url\([\"']?([^\"')]+)", path.read_text())
        if not name.startswith(("data:", "#"))
        and not (path.parent / name).is_file()
        and not (ROOT / name.removeprefix("/")).is_file()
    ] == []
