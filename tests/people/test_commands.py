"""A council begins with areas, directorates and people."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people import queries
from nolimits.people.models import Area
from tests.factories.people import administrator, safeguarding_lead


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["council", *words])


def test_an_empty_council_gets_its_first_people_and_can_refer_somebody(run, sign_in):
    assert run("area", "Thornaby", "445500", "516900").exit_code == 0
    assert run("directorate", "Children").exit_code == 0
    words = ("person", "Dana Reid", "Dana@Council.Example", "--role", "coordinator")

    done = run(*words, "--role", "staff", "--directorate", "Children")

    assert (done.exit_code, done.output) == (0, "Added the person\n")
    dana = queries.by_email("dana@council.example")
    assert dana.roles == {Role.COORDINATOR, Role.STAFF}
    assert dana.directorate.name == "Children"
    page = sign_in(dana).visit("/young-people/refer/questions/area")
    assert page.submit(area="Thornaby").errors == []


def test_what_is_there_already_or_nowhere_is_said_and_nothing_is_added(run):
    run("area", "Thornaby", "445500", "516900")

    again = run("area", "Thornaby", "445500", "516900")
    nowhere = run("person", "Dana Reid", "dana@council.example", "--directorate", "Nowhere")

    assert (again.exit_code, nowhere.exit_code) == (1, 1)
    assert "already an area of this name" in again.output
    assert "There is no directorate Nowhere" in nowhere.output
    assert db.session.scalar(sa.select(sa.func.count(Area.id))) == 1
    assert queries.by_email("dana@council.example") is None


def test_the_check_warns_of_an_only_lead_or_administrator(app):
    """A concern about an only safeguarding lead would be routed to nobody (R-SAF-4)."""
    check = app.test_cli_runner()
    safeguarding_lead()
    administrator()
    assert "warn  administrators: 1; without a second" in check.invoke(args=["check"]).output
    administrator()

    told = check.invoke(args=["check"])

    assert "warn  safeguarding leads: 1; without a second" in told.output
    assert "ok    administrators: 2" in told.output
    assert told.exit_code == 0
