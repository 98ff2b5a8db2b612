"""What has been kept long enough goes: by the day, with two people's yes, a week later."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from nolimits.dbs import queries as dbs_queries
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db, transaction
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import NotAllowed, Overtaken, Refused
from nolimits.pledges import operations as pledges
from nolimits.retention import operations, queries, sweeps
from nolimits.retention.models import LegalHold, RetentionRun, Tombstone
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import LeavingReason
from tests.factories.dbs import checked
from tests.factories.people import administrator, coordinator, safeguarding_lead, staff
from tests.factories.pledges import TimePledgeFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
GONE = "000000000000"
DECIDED, DUE = date(2026, 11, 20), date(2027, 5, 20)


def decided():
    """A DBS record that was decided on the first day."""
    person = VolunteerFactory().person
    checked(person, coordinator())
    return dbs_queries.latest_dbs(person)


def removed(held_clock):
    """Propose and agree today, wait a week, and let the night do it; the number of rows."""
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    held_clock.move_on(days=7)
    return sweeps.remove_what_is_due()


def test_dbs_detail_is_due_six_months_after_the_decision_and_not_a_day_before():
    """R-DBS-9."""
    decided()

    assert queries.counted(DUE - timedelta(days=1)) == {}
    assert queries.counted(DUE) == {"DBS_DETAIL": {"dbs_record": 1}}


def test_the_register_of_decisions_stays(held_clock):
    """R-DBS-8."""
    check = decided()
    kept = (check.level, check.decision, check.decided_on, check.decided_by_id, check.seen_by_id)
    held_clock.move_to(DUE)

    assert removed(held_clock) == 1

    db.session.expire_all()
    assert check.number == GONE
    assert kept == (
        check.level,
        check.decision,
        check.decided_on,
        check.decided_by_id,
        check.seen_by_id,
    )


def test_the_first_person_cannot_agree_and_the_database_says_so_too(held_clock):
    """R-SEC-5, and the decision that removal takes two."""
    decided()
    held_clock.move_to(DUE)
    first = coordinator()
    run = operations.propose(by=first)

    with pytest.raises(Refused, match="Somebody else"):
        operations.agree(run, by=first)

    @transaction
    def behind():
        run.agreed_at, run.agreed_by_id = clock.now(), first.id

    with pytest.raises(IntegrityError):
        behind()


def test_nobody_else_proposes_or_agrees(held_clock):
    decided()
    held_clock.move_to(DUE)
    with pytest.raises(NotAllowed):
        operations.propose(by=administrator())
    run = operations.propose(by=coordinator())
    with pytest.raises(NotAllowed):
        operations.agree(run, by=staff())


def test_there_is_one_removal_at_a_time(held_clock):
    decided()
    held_clock.move_to(DUE)
    run = operations.propose(by=coordinator())

    with pytest.raises(Refused, match="under way"):
        operations.propose(by=coordinator())

    operations.stop(run, by=coordinator())
    operations.propose(by=coordinator())


def test_a_week_passes_between_the_yes_and_the_removal(held_clock):
    check = decided()
    held_clock.move_to(DUE)
    run = operations.propose(by=coordinator())
    held_clock.move_on(days=30)
    assert sweeps.remove_what_is_due() == 0  # nobody agreed
    operations.agree(run, by=safeguarding_lead())

    held_clock.move_on(days=6, hours=23)
    assert sweeps.remove_what_is_due() == 0
    with pytest.raises(Refused, match="now"):
        operations.remove_part(run, 0, by=SYSTEM)
    held_clock.move_on(hours=1)

    assert sweeps.remove_what_is_due() == 1
    db.session.expire_all()
    assert check.number == GONE
    assert run.done_at == clock.now()


def test_a_stopped_removal_removes_nothing(held_clock):
    decided()
    held_clock.move_to(DUE)
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    operations.stop(run, by=coordinator())
    held_clock.move_on(days=8)

    assert sweeps.remove_what_is_due() == 0
    with pytest.raises(Overtaken):
        operations.stop(run, by=coordinator())


def test_a_hold_placed_in_the_week_between_counts(held_clock):
    held, other = decided(), decided()
    held_clock.move_to(DUE)
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    operations.place_hold(held.person, "A claim", by=coordinator())
    held_clock.move_on(days=7)

    assert sweeps.remove_what_is_due() == 1

    db.session.expire_all()
    assert (held.number == GONE, other.number == GONE) == (False, True)


def test_a_hold_is_lifted_by_somebody_else():
    first = coordinator()
    hold = operations.place_hold(decided().person, "A claim", by=first)

    with pytest.raises(Refused, match="Somebody else"):
        operations.lift_hold(hold, by=first)
    operations.lift_hold(hold, by=coordinator())

    assert queries.counted(DUE) == {"DBS_DETAIL": {"dbs_record": 1}}


def test_each_row_leaves_a_stone_that_nobody_can_move(held_clock):
    check = decided()
    held_clock.move_to(DUE)
    removed(held_clock)

    [stone] = db.session.scalars(sa.select(Tombstone))
    told = (stone.in_table, stone.row_number, stone.keep, stone.removed_on)
    assert told == ("dbs_record", check.id, "DBS_DETAIL", DUE + timedelta(days=7))

    @transaction
    def move():
        db.session.execute(sa.delete(Tombstone))

    with pytest.raises(DatabaseError):
        move()


def test_what_is_gone_is_not_due_again(held_clock):
    decided()
    held_clock.move_to(DUE)
    removed(held_clock)

    assert sweeps.remove_what_is_due() == 0
    assert queries.counted(clock.today()) == {}
    with pytest.raises(Refused, match="Nothing is due"):
        operations.propose(by=coordinator())


def test_a_removal_that_broke_off_goes_on(held_clock, monkeypatch):
    decided()
    volunteer = VolunteerFactory()
    left(volunteer)
    held_clock.move_to(date(2027, 6, 1))
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    held_clock.move_on(days=7)
    one_part = operations.remove_part

    def breaks_off(run, number, **more):
        if number == 3:
            raise OSError("the power went")
        return one_part(run, number, **more)

    monkeypatch.setattr(operations, "remove_part", breaks_off)
    with pytest.raises(OSError, match="power"):
        sweeps.remove_what_is_due()
    half = db.session.scalar(sa.select(sa.func.count()).select_from(Tombstone))
    monkeypatch.setattr(operations, "remove_part", one_part)

    rest = sweeps.remove_what_is_due()

    whole = sum(number for tables in run.counts.values() for number in tables.values())
    assert (half + rest, run.done_at) == (whole, clock.now())
    assert 0 < half < whole


def left(volunteer):
    """Have somebody leave today who was never cleared."""
    volunteers.leave(volunteer, LeavingReason.WITHDREW, by=coordinator())


def test_an_applicant_who_did_not_start_is_emptied_after_six_months(held_clock):
    volunteer = VolunteerFactory()
    left(volunteer)

    assert "UNSUCCESSFUL" not in queries.counted(DUE - timedelta(days=1))
    assert queries.counted(DUE)["UNSUCCESSFUL"]["volunteer"] == 1


def test_a_volunteer_who_started_is_kept_for_six_years(held_clock):
    volunteer = VolunteerFactory(ready=True)
    left(volunteer)

    assert "UNSUCCESSFUL" not in queries.counted(date(2032, 11, 19))
    assert "VOLUNTEER_FILE" not in queries.counted(date(2032, 11, 19))
    assert queries.counted(date(2032, 11, 20))["VOLUNTEER_FILE"]["volunteer"] == 1


def test_a_period_is_a_dated_setting(held_clock):
    decided()
    year, later = (1, 0, 0), date(2027, 5, 1)
    with pytest.raises(Refused, match="to come"):
        operations.set_period(Keep.DBS_DETAIL, year, DECIDED, by=administrator())
    operations.set_period(Keep.DBS_DETAIL, year, later, by=administrator())

    assert queries.periods(later - timedelta(days=1))[Keep.DBS_DETAIL] == (0, 6, 0)
    assert queries.counted(DUE) == {}
    assert queries.counted(date(2027, 11, 20)) == {"DBS_DETAIL": {"dbs_record": 1}}


def test_a_dry_run_changes_nothing(app, held_clock):
    decided()

    said = app.test_cli_runner().invoke(args=["retention", "dry-run", "--as-at", "2027-05-20"])

    assert "DBS detail" in said.output
    assert "1 rows are due" in said.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RetentionRun)) == 0


def test_two_people_remove_what_is_due_on_the_pages(sign_in, held_clock):
    decided()
    held_clock.move_to(DUE)
    page = sign_in(coordinator()).visit("/retention")
    assert page.table("Due today")[0]["How many"] == "1"
    page = page.press("Propose to remove all of this")
    assert "Agree to it" not in page.links

    page = sign_in(safeguarding_lead()).visit("/retention").follow("Agree to it").submit()

    assert page.flash == "The removal begins in seven days"
    page = page.visit("/retention/holds/new").submit(who="nobody@council.example", reason="A claim")
    assert page.errors == ["Nobody has this code or email address"]
    assert sign_in(staff()).visit("/retention").status == 403


def test_a_reason_goes_six_years_after_it_was_typed_but_not_while_anybody_is_held(held_clock):
    """R-DP-6: the trail is whole without it; whose it is says a number alone, so all are held."""
    person = VolunteerFactory().person
    operations.place_hold(person, "A claim", by=safeguarding_lead())
    promise = TimePledgeFactory(state="active")
    pledges.pause(promise, by=promise.person, reason="Her father rang")
    held_clock.move_to(date(2032, 11, 20))

    assert "AUDIT" not in queries.counted(date(2032, 11, 19))
    assert "AUDIT" not in queries.counted(clock.today())
    operations.lift_hold(db.session.scalars(sa.select(LegalHold)).one(), by=coordinator())
    assert queries.counted(clock.today())["AUDIT"] == {"audit_reason": 1}
    assert removed(held_clock) > 0
    assert audit.timeline(promise)[0].reason is None
    assert (list(audit.verify()), queries.lost_reasons()) == ([], 0)
