"""Names, places, account numbers and people's own words stay on the pages that are theirs."""

import io

import pytest
import sqlalchemy as sa

from nolimits.kernel import logs
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from tests.databases import KINDS
from tests.house import canaries, oracle
from tests.house.fields import Sweep
from tests.house.payloads import ANY
from tests.house.routes import routes
from tests.visitor import Visitor


@pytest.fixture
def log(app, monkeypatch):
    """All that is logged."""
    routes()  # another application, which would set the log up for itself
    written = io.StringIO()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(logs.LOG.handlers[0], "stream", written)
    monkeypatch.setattr(logs.LOG, "level", 10)
    logs.LOG.manager._clear_cache()
    yield written
    logs.LOG.manager._clear_cache()


def test_each_column_that_must_be_sealed_has_a_canary_or_its_reason():
    """Case 7."""
    assert canaries.must_have_one() - set(canaries.WORDS) - set(canaries.WITHOUT) == set()


def breaks(*told, **values):
    db.session.execute(sa.text("SELECT :words FROM nowhere"), {"words": str(canaries.CANARIES)})


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)  # pages are the same on both
def test_no_name_place_or_account_number_is_where_it_is_not_allowed(
    app, database, log, monkeypatch, record_property
):
    """Cases 7 and 68: which reader is shown which column is as people have read it. Logs, mail,
    addresses (which are what the next page is told), titles, headers, names of files, links,
    cookies and error pages show none; there are no metrics to look through.
    """
    # As it is set for every engine but those of tests, which tell more when they fail.
    monkeypatch.setattr(database.engine, "hide_parameters", True)
    sweep = Sweep(app)
    people = sweep.everybody()
    read = sweep.lines()
    stranger = Visitor(app, people["their mentor"], unseen=ANY)
    sweep.page("stranger", stranger.visit("/young-people/Y-QQQQQQQQ"))
    monkeypatch.setitem(app.view_functions, "people.home", breaks)
    sweep.page("when it breaks", stranger.visit("/home"))
    for letter in db.session.scalars(sa.select(OutboxMessage)):
        sweep.look(f"mail {letter.template} to {letter.recipient}", letter.subject + letter.body)
    for line in log.getvalue().splitlines():
        sweep.look(f"the log: {line[:200]}", line)
    db.session.commit()

    record_property("artefacts without a canary", sweep.looked_at - len(sweep.faults))
    record_property("canaries found", len(sweep.faults))
    assert sorted(sweep.faults) == []
    # The search is worth something only where pages show the canaries to those whom they are for.
    assert set(canaries.CANARIES) - set().union(*sweep.shown.values()) == set()
    assert read == oracle.kept(oracle.COLUMNS), (
        "run `python -m tests.house.oracle --write` and read the difference"
    )
    assert "OperationalError" in log.getvalue(), "the mistake itself is told"
    assert sweep.looked_at > 500
