"""What was removed is nowhere any more, and the totals are what they were."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from nolimits.awards.models import AwardState
from nolimits.contacts.models import Contact
from nolimits.expenses.kinds import ExpenseState
from nolimits.kernel import audit, clock, files
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import Base, db
from nolimits.kernel.dictionary import Keep
from nolimits.people import operations as people
from nolimits.photos.operations import put_up
from nolimits.privacy import notice
from nolimits.reports import catalogue
from nolimits.reports.figures import Period
from nolimits.retention import due, operations, queries, sweeps
from nolimits.retention.emptying import EMPTIED, NO_DAY, tells
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import LeavingReason
from tests.factories.awards import AwardFactory
from tests.factories.contacts import ContactFactory
from tests.factories.expenses import ClaimFactory
from tests.factories.grants import ApplicationFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import administrator, coordinator, safeguarding_lead
from tests.factories.photos import made_photo
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
FAR = date(2095, 6, 1)  # everyone of today is past every time


def told():
    """Each class of the dictionary in use, with the columns of it that say something in words."""
    found = {}
    for column, entry in due.entries().items():
        found.setdefault(entry.keep, set())
        if tells(column, entry):
            found[entry.keep].add(str(column))
    return found


def emptied():
    """The same of what the removal that two people agree to acts upon."""
    found = {}
    for part in queries.all_due(FAR):
        names = part.table.c.keys() if part.goes_whole else part.emptied
        found.setdefault(part.keep, set()).update(f"{part.table.name}.{name}" for name in names)
    return found


def test_what_the_notice_says_goes_is_acted_upon_and_what_stays_says_why():
    """R-DP-6: each column of words is emptied by a removal, swept at night, or its class stays."""
    swept = {table.name for table, _ in sweeps.past()}
    acted = emptied()

    assert set(told()) >= set(due.ASKED) - {Keep.UNSUCCESSFUL}
    for keep, columns in told().items():
        if keep.stays:
            assert keep not in acted
        else:
            left = {one for one in columns if one.split(".")[0] not in swept}
            left -= {"staff_list.lines"}  # emptied by its own room's night
            assert left <= acted.get(keep, set()), keep


def test_no_class_of_the_dictionary_is_told_that_nothing_is_held_under():
    assert set(Keep) - {Keep.UNSUCCESSFUL} == set(told())


def test_what_stays_holds_words_about_nobody_but_those_of_the_ledger():
    words = {
        str(column)
        for column, entry in due.entries().items()
        if entry.keep.stays and tells(column, entry)
    }

    assert words == {"journal_entry.narrative"}


def test_the_notice_tells_each_period_as_it_is_kept_today(visitor, held_clock):
    operations.set_period(Keep.REQUEST, (4, 0, 0), date(2026, 12, 1), by=administrator())
    held_clock.move_to(date(2026, 12, 1))

    text = visitor().visit("/privacy").text

    assert "4 years after it was closed" in text
    assert Keep.REQUEST.words not in text
    assert [one.title for one in notice.staying() if one.stays not in text] == []
    for use in notice.uses():
        assert [one for one in use.periods if queries.told(clock.today())[one] not in text] == []


def everywhere():
    """Every value of every row of every table, sealed words opened, as one text."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            found.append(f"{table.name} {tuple(row)!r}")
    return "\n".join(found)


def figures():
    """Every figure of the scheme, for all time."""
    lines = catalogue.lines(catalogue.SCHEME_KEYS, Period(clock.today(), None))
    return {line["label"]: line["value"] for line in lines}


def remove(held_clock):
    """All that is due, with two people's yes."""
    run = operations.propose(by=coordinator())
    operations.agree(run, by=safeguarding_lead())
    held_clock.move_on(days=7)
    sweeps.remove_what_is_due()
    sweeps.sweep()
    db.session.expire_all()


@pytest.fixture
def known(held_clock):
    """A young person and a volunteer with words that stand nowhere else."""
    young = YoungPersonFactory(account=True, given_name="Zephyrcanary", family_name="Quagcanary")
    volunteer = VolunteerFactory(
        ready=True, person__name="Volcanary Reid", person__email="volcanary@council.example"
    )
    match = MatchFactory(young_person=young, volunteer=volunteer)
    ContactFactory(match=match, activity="A walk to Placecanary", notes="Notecanary")
    ApplicationFactory(young_person=young, what="Whatcanary bicycle")
    return young, volunteer


def test_canaries_are_gone_from_every_table_file_and_search_and_the_totals_stay(
    known, held_clock, sign_in
):
    """Case 73. Letters stand in a table too. Copies of the database are the council's to let go:
    docs/running.md says when.
    """
    young, volunteer = known
    photo = put_up(made_photo(), by=volunteer.person).file_name
    paths = ("/people?search=volcanary", "/volunteers?search=volcanary")
    desk = sign_in(coordinator())
    assert ["olcanary" in desk.visit(path).text for path in paths] == [True, True]
    volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=coordinator())
    people.leave(volunteer.person, on=clock.today(), by=SYSTEM)
    assert everywhere().lower().count("canary") > 5
    held_clock.move_to(FAR)
    operations.take_copy(young, by=coordinator())
    before = figures()

    remove(held_clock)

    left = [line for line in everywhere().splitlines() if "canary" in line.lower()]
    assert left == []
    assert figures() == before
    assert young.born_on == NO_DAY
    assert (files.read_photo(photo), files.read_photo(photo, small=True)) == (None, None)
    desk = sign_in(coordinator())
    assert ["olcanary Reid" in desk.visit(path).text for path in paths] == [False, False]
    assert list(audit.verify()) == []


def test_contact_logs_stay_until_they_are_in_the_case_record(known, held_clock, sign_in):
    """R-DP-7."""
    young, _ = known
    held_clock.move_to(FAR)
    assert "contact" not in queries.counted(FAR)["CARE_CONTENT"]
    page = sign_in(coordinator()).visit("/retention")
    file = page.visit(page.links[f"file of contact logs of {young.reference}"])
    assert "A walk to Placecanary" in file.body.decode()

    page.follow(f"it is there: {young.reference}").submit()

    assert queries.counted(FAR)["CARE_CONTENT"]["contact"] == 1
    remove(held_clock)
    [contact] = db.session.scalars(sa.select(Contact))
    assert (contact.activity, contact.notes, contact.minutes) == ("", "", 90)


def test_what_was_paid_says_so_when_the_words_about_it_are_gone(held_clock):
    award = AwardFactory(state=AwardState.PAID)
    paid, refused = (ClaimFactory(state=one) for one in (ExpenseState.PAID, ExpenseState.REJECTED))
    days = (award.paid_on, paid.paid_on)
    held_clock.move_to(FAR)

    remove(held_clock)

    assert (award.payment_reference, paid.payment_reference, refused.reply) == (EMPTIED, "", "")
    assert (award.paid_on, paid.paid_on) == days
    assert [(one.what, one.receipt, one.receipt_print) for one in paid.lines] == [("", "", None)]


def test_a_hold_on_a_volunteer_holds_what_is_shared_with_them(known, held_clock):
    young, volunteer = known
    held_clock.move_to(FAR)
    operations.take_copy(young, by=coordinator())
    operations.place_hold(volunteer.person, "An inquiry", by=coordinator())

    due = queries.counted(FAR)["CARE_CONTENT"]

    assert "contact" not in due
    assert "match" not in due
    assert due["young_person_identity"] == 1


def test_a_hold_on_a_young_person_holds_all_that_is_theirs(known, held_clock):
    young, _ = known
    held_clock.move_to(FAR)
    operations.take_copy(young, by=coordinator())

    assert set(queries.counted(FAR)) >= {"CARE_CONTENT", "ACCOUNT"}

    operations.place_hold(young, "A claim", by=coordinator())

    assert not set(queries.counted(FAR)) & {"CARE_CONTENT", "ACCOUNT"}


def test_a_young_person_is_kept_to_their_seventy_fifth_birthday(known):
    """R-DP-6."""
    young, _ = known
    birthday = young.born_on.replace(year=young.born_on.year + 75)

    assert "CARE_CONTENT" not in queries.counted(birthday - timedelta(days=1))
    assert queries.counted(birthday)["CARE_CONTENT"]["young_person"] == 1
