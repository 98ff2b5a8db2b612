"""Cover while a support mentor is away: who may read what, from when until when."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.permissions import Permission, can
from nolimits.people import operations as people
from nolimits.people.models import Person, SuspensionReason
from nolimits.support_mentors import operations
from nolimits.volunteers import covering, supporting
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, support_mentor
from tests.factories.support_mentors import CatchUpFactory, covered
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def in_days(number):
    return clock.today() + timedelta(days=number)


def reads(person, record, permission=Permission.MARK_CONTACT_SEEN):
    return can(person, permission, record)


def test_who_covers_reads_from_the_first_day_away_until_the_day_before_they_are_back(
    held_clock, sign_in
):
    contact, cover = ContactFactory(), support_mentor()
    volunteer = contact.match.volunteer
    path = f"/contacts/{contact.reference}"
    away = db.session.get_one(Person, volunteer.support_mentor_id)
    covering.arrange_cover(away, cover, in_days(1), in_days(3), by=coordinator())
    assert sign_in(cover).visit(path).status == 404

    for _ in range(2):
        held_clock.move_on(days=1)
        visitor = sign_in(cover)
        assert visitor.visit(path).status == 200
        assert contact.reference in visitor.visit("/contacts").html
        assert "You cover until" in visitor.visit("/home").text
    assert can(away, Permission.SEE_VOLUNTEER, volunteer)

    held_clock.move_on(days=1)
    visitor = sign_in(cover)
    assert visitor.visit(path).status == 404
    assert contact.reference not in visitor.visit("/contacts").html
    assert visitor.visit(f"/volunteers/{volunteer.reference}").status == 404


def test_who_covers_reads_what_was_said_to_them_and_not_what_was_said_to_others():
    before = CatchUpFactory()
    volunteer, today = before.volunteer, clock.today()
    away = db.session.get_one(Person, volunteer.support_mentor_id)
    cover = covered(volunteer)
    with pytest.raises(Refused, match="written down already"):
        operations.hold_catch_up(volunteer, today, "Well", by=cover)
    with clock.standing_at(today + timedelta(days=1)):
        held = operations.hold_catch_up(volunteer, clock.today(), "Well", by=cover)
        told = [reads(one, held, Permission.SEE_CATCH_UP) for one in (cover, away)]
        assert told == [True, True]
        assert not reads(cover, before, Permission.SEE_CATCH_UP)

        covering.end_cover(away, by=coordinator())

        assert not reads(cover, held, Permission.SEE_CATCH_UP)
        with pytest.raises(NotVisible):
            operations.hold_catch_up(volunteer, clock.today(), "Well", by=cover)


def test_volunteers_are_told_whom_to_ring_and_when_it_is_over(mail_to, sign_in):
    volunteer = VolunteerFactory(support_mentor=support_mentor())
    away, cover = db.session.get_one(Person, volunteer.support_mentor_id), covered(volunteer)

    (letter,) = [one for one in mail_to(volunteer.person) if one.template == "support_mentor_away"]
    assert cover.name in letter.body
    assert [one.template for one in mail_to(cover)] == ["cover_asked"]
    assert cover.name in sign_in(volunteer.person).visit("/volunteering").text
    covering.end_cover(away, by=coordinator())
    assert mail_to(volunteer.person)[-1].template == "support_mentor_back"
    with pytest.raises(Refused, match="Nobody covers"):
        covering.end_cover(away, by=coordinator())


def test_days_of_cover_make_sense_and_do_not_overlap():
    away, cover, by = support_mentor(), support_mentor(), coordinator()
    wrong = [
        (away, cover, in_days(-1), in_days(2), "today or a day to come"),
        (away, cover, in_days(2), in_days(2), "on a later day"),
        (away, away, in_days(1), in_days(2), "Somebody else covers"),
        (away, by, in_days(1), in_days(2), "is not a support mentor"),
        (by, cover, in_days(1), in_days(2), "is not a support mentor"),
    ]
    for *given, words in wrong:
        with pytest.raises(Refused, match=words):
            covering.arrange_cover(*given, by=by)
    covering.arrange_cover(away, cover, in_days(1), in_days(5), by=by)
    with pytest.raises(Refused, match="covers for them"):
        covering.arrange_cover(away, support_mentor(), in_days(4), in_days(9), by=by)
    with pytest.raises(Refused, match="is away from"):
        covering.arrange_cover(cover, away, in_days(4), in_days(9), by=by)
    with pytest.raises(Refused, match=f"They cover for {away.name}"):
        covering.arrange_cover(cover, support_mentor(), in_days(4), in_days(9), by=by)
    covering.arrange_cover(away, cover, in_days(5), in_days(9), by=by)


def test_cover_that_is_called_off_before_it_begins_leaves_its_days_free_and_tells_once(mail_to):
    away, cover, by = support_mentor(), support_mentor(), coordinator()
    covering.arrange_cover(away, cover, in_days(3), in_days(9), by=by)
    covering.end_cover(away, by=by)

    with pytest.raises(Refused, match="Nobody covers"):
        covering.end_cover(away, by=by)
    covering.arrange_cover(away, cover, in_days(3), in_days(9), by=by)
    people.end_role(cover, Role.SUPPORT_MENTOR, by=SYSTEM)
    assert covering._end_of_covers() == 0, "it was ended with the role"
    assert [one.template for one in mail_to(by)].count("cover_gone") == 1


@pytest.mark.committed
def test_of_two_who_arrange_cover_of_the_same_days_at_once_one_does(together):
    away, by = support_mentor().id, coordinator().id
    covers = [support_mentor().id for _ in range(2)]

    def arrange(cover):
        who, one, other = (db.session.get_one(Person, key) for key in (by, away, cover))
        covering.arrange_cover(one, other, in_days(1), in_days(5), by=who)

    results = together([lambda cover=cover: arrange(cover) for cover in covers])

    assert sum(isinstance(one, Refused) for one in results) == 1


def test_who_covered_a_support_mentor_knows_the_young_person_and_who_covers_later_does_not():
    match, by = MatchFactory(), coordinator()
    young, today = match.young_person, clock.today()
    away = match.volunteer.supports[-1].mentor
    before, later = covered(match.volunteer), support_mentor()
    covering.arrange_cover(away, later, in_days(8), in_days(9), by=by)
    other = support_mentor()
    with clock.standing_at(today + timedelta(days=5)):
        supporting.assign_support_mentor(match.volunteer, other, by=by)
    with clock.standing_at(today + timedelta(days=10)):
        known = young.known_by_ids
    assert {away.id, before.id, other.id} <= known
    assert later.id not in known, "their support mentor stood behind the volunteer no more"


def test_nobody_covers_who_is_tied_to_a_young_person_of_one_of_the_volunteers():
    contact, cover, by = ContactFactory(), support_mentor(), coordinator()
    young, volunteer = contact.match.young_person, contact.match.volunteer
    away = db.session.get_one(Person, volunteer.support_mentor_id)
    covered(volunteer, by=cover)
    ties.add_tie(young, cover, Tie.RELATED, by=young.worker)

    assert not reads(cover, contact)  # named since: it shuts at once
    covering.end_cover(away, by=by)
    with pytest.raises(Refused, match="is too close"):
        covering.arrange_cover(away, cover, in_days(1), in_days(2), by=by)
    other = support_mentor()
    covering.arrange_cover(other, cover, in_days(1), in_days(2), by=by)
    with pytest.raises(Refused, match="or whoever covers for them"):
        supporting.assign_support_mentor(volunteer, other, by=by)


def test_who_covers_and_is_shut_out_covers_no_more_and_coordinators_are_told(mail_to):
    volunteer, desk = VolunteerFactory(support_mentor=support_mentor()), coordinator()
    cover = covered(volunteer)

    people.suspend(cover, SuspensionReason.LOST_DEVICE, by=SYSTEM)

    assert volunteer.covering_id is None
    assert "cover_gone" in [one.template for one in mail_to(desk)]


def test_a_coordinator_arranges_cover_on_the_page_and_ends_it(sign_in):
    volunteer, cover = VolunteerFactory(support_mentor=support_mentor()), support_mentor()
    away, visitor = db.session.get_one(Person, volunteer.support_mentor_id), sign_in(coordinator())
    page = visitor.visit(f"/support-mentors/{away.reference}/cover")
    assert page.submit().errors[0] == "Choose who covers"

    page = page.submit(mentor=cover.reference, from_on=in_days(0), until_on=in_days(3))

    assert page.flash == "The cover is arranged, and everyone is told"
    assert f"{cover.name} covers" in page.text
    page = visitor.visit(f"/support-mentors/{away.reference}/cover/end").submit()
    assert f"{cover.name} covers" not in page.text
    assert sign_in(away).visit(f"/support-mentors/{away.reference}/cover").status == 404
