"""When the disk is full or the database away, people are told so and nothing is half done."""

import errno
import resource

import pytest
import sqlalchemy as sa

from nolimits import config
from nolimits.awards.models import Award, AwardState
from nolimits.funds.models import EntryKind, JournalEntry
from nolimits.kernel import audit, files, health
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.people.models import Directorate
from tests.databases import KINDS, settle
from tests.factories.awards import AwardFactory
from tests.factories.people import (
    DirectorateFactory,
    PersonFactory,
    coordinator,
    finance_officer,
)
from tests.factories.photos import made_photo
from tests.kernel.proxy import proxy
from tests.kernel.records import entries, name_directorate, write_entry

on = {
    kind: pytest.mark.parametrize("database", [which], indirect=True)
    for kind, which in zip(("sqlite", "postgres"), KINDS, strict=True)
}


@pytest.fixture
def as_served(app, monkeypatch):
    """Errors answered as a server answers them, and connections kept as it keeps them."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    url = db.engine.url.render_as_string(hide_password=False)
    engine = sa.create_engine(url, **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
    monkeypatch.setitem(db._app_engines[app], None, engine)
    db.session.remove()
    yield engine
    db.session.remove()
    engine.dispose()


@pytest.fixture
def fill_disk(as_served):
    """Leave the database no room for one page more."""

    def limit(connection, record):
        connection.execute("PRAGMA journal_size_limit=0")
        connection.execute("PRAGMA max_page_count=1")  # as many as there are: never fewer

    def fill():
        db.session.remove()
        as_served.dispose()
        sa.event.listen(as_served, "connect", limit)

    return fill


def fill_pages(write):
    """Write until there is no room."""
    with pytest.raises(sa.exc.OperationalError):
        any(map(write, range(3000)))


@pytest.mark.committed
@on["sqlite"]
def test_on_a_full_disk_nothing_is_written_and_everything_can_be_read(app, fill_disk, sign_in):
    """Case 61."""
    directorate = DirectorateFactory()
    dana = PersonFactory(directorate=directorate).reference
    browser = sign_in(coordinator())
    page = browser.visit(f"/directorates/{directorate.reference}/champion")
    before = entries()
    fill_disk()
    # Until the room inside its pages is taken too, of each table that is written to.
    fill_pages(lambda number: name_directorate(f"Services {number} " + "x" * 80) is None)
    fill_pages(write_entry)
    filled = entries()

    told = page.submit(person=dana)

    assert (told.status, told.h1) == (503, "We cannot save anything just now")
    assert "There is no room left" in told.text
    assert told.form("Send it again").fields["person"] == dana
    assert entries() == filled >= before
    assert browser.visit("/directorates").status == 200
    assert {one.name: one.well for one in health.check()}["room"] is False


def test_room_to_write_is_tried_and_nothing_of_it_is_kept(app):
    """Case 61."""
    found = {one.name: one for one in health.check()}

    assert found["room"].well
    assert db.session.scalar(sa.text("SELECT count(*) FROM outbox_message")) == 0


@on["sqlite"]
@pytest.mark.parametrize("largest", [1, 20_000])
def test_where_no_photo_fits_nothing_of_it_is_left(app, change_settings, tmp_path, largest):
    """Case 61: the folder of files is full."""
    change_settings(instance=tmp_path)
    made = files.Photo(large=b"x" * 50_000, small=made_photo().small)
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, kept[1]))
    try:
        with pytest.raises(Refused, match="no room") as refused:
            files.keep_photo(made)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)

    assert refused.value.__cause__.errno == errno.EFBIG
    assert list((tmp_path / "photos").iterdir()) == []


def cut_off_everyone():
    """End every connection of others, as a server that is started again does."""
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    server = sa.create_engine(db.engine.url, poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.execute(sa.text(others))


@pytest.mark.committed
@on["postgres"]
def test_a_database_that_was_started_again_is_found_again(app, as_served, sign_in):
    """Case 60: between two requests nobody notices."""
    browser = sign_in(coordinator())
    for _ in range(2):
        assert browser.visit("/directorates").status == 200
        db.session.remove()
        cut_off_everyone()

    assert browser.visit("/directorates").status == 200


@pytest.mark.committed
@on["postgres"]
def test_a_request_that_loses_the_database_says_so_and_did_nothing(
    app, as_served, sign_in, monkeypatch
):
    """Case 60: one failed request at most, and none in silence."""
    directorate = DirectorateFactory()
    dana = PersonFactory(directorate=directorate).reference
    browser = sign_in(coordinator())
    page = browser.visit(f"/directorates/{directorate.reference}/champion")
    before = entries()
    number, name = directorate.id, directorate.name
    cut = [cut_off_everyone]

    @sa.event.listens_for(as_served, "before_cursor_execute")
    def lose(*told):
        if cut and told[2].startswith("INSERT INTO champion"):
            cut.pop()()

    told = page.submit(person=dana)
    assert (told.status, told.h1) == (503, "We cannot reach our records just now")
    assert told.headers["Retry-After"] == "60"
    settle()
    assert (db.session.get(Directorate, number).champion, entries()) == (None, before)

    assert told.press("Send it again").flash.endswith(f"is the champion of {name}")


@pytest.fixture
def between(app, monkeypatch):
    """The application behind a proxy that can spoil what passes to PostgreSQL."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with proxy(db.engine.url) as made:
        engine = sa.create_engine(made.url, **config.engine_options("postgresql"))
        monkeypatch.setitem(db._app_engines[app], None, engine)
        db.session.remove()
        yield made
        made.mode = "pass"
        db.session.remove()
        engine.dispose()


@pytest.mark.committed
@on["postgres"]
def test_whatever_befalls_the_way_to_the_database_nobody_is_paid_by_half_or_twice(
    app, between, sign_in
):
    """Case 63. Where the answer to a COMMIT is lost, the same form sent again does nothing more."""
    officer = finance_officer()
    for mode, status, paid in (
        ("refuse", 503, 0),
        ("drop", 503, 0),
        ("lose", 503, 1),
        ("delay", 200, 1),
    ):
        award = AwardFactory(state=AwardState.APPROVED_FINANCE)
        browser, number = sign_in(officer), award.id
        page = browser.visit(f"/awards/{award.reference}/pay")
        sent = page.form().filled({"payment_reference": "BACS 1"})
        before = entries()
        settle()

        between.mode, between.after = mode, b"INSERT INTO posting"
        told = browser.ask("POST", page.url, data=sent, headers={"Sec-Fetch-Site": "same-origin"})
        between.mode = "pass"

        settle()
        assert (told.status, times_paid(number)) == (status, paid), mode
        assert (entries() > before) == bool(paid), mode
        if status == 503:
            again = told.press("Send it again")
            assert again.status == (422 if paid else 200), mode
        assert times_paid(number) == 1, mode
    assert list(audit.verify()) == []


@pytest.mark.committed
@on["postgres"]
def test_nobody_waits_for_ever_for_what_somebody_else_holds(app, monkeypatch, sign_in):
    """Case 63: a page gives up while a lock is held, nothing is done, and it can be sent again."""
    monkeypatch.setattr(config, "PATIENCE", 1)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    award, browser = AwardFactory(state=AwardState.APPROVED_FINANCE), sign_in(finance_officer())
    number, page = award.id, browser.visit(f"/awards/{award.reference}/pay")
    settle()
    url = db.engine.url
    patient = sa.create_engine(url, **config.engine_options(url.render_as_string()))
    held = sa.select(Award).where(Award.id == number).with_for_update()
    with db.engine.connect() as holder, monkeypatch.context() as impatient:
        holder.execute(held)
        impatient.setitem(db._app_engines[app], None, patient)
        told = page.submit(payment_reference="BACS 1")
        db.session.remove()
    patient.dispose()

    assert (told.status, told.h1) == (503, "We cannot reach our records just now")
    assert times_paid(number) == 0
    assert told.press("Send it again").status == 200
    assert times_paid(number) == 1


def times_paid(number):
    """How often the ledger says that an award was paid; it says so where the award does."""
    award = db.session.get_one(Award, number)
    paid = [JournalEntry.kind == EntryKind.GRANT_PAID, JournalEntry.source_id == number]
    times = db.session.scalar(sa.select(sa.func.count(JournalEntry.id)).where(*paid))
    assert (award.state is AwardState.PAID) == (times > 0)
    return times
