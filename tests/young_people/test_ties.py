"""Naming an adult who must be kept apart from a young person, and naming them no more."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.permissions import Permission, can
from nolimits.matching.models import MatchState
from nolimits.people.queries import holders
from nolimits.young_people import apart, operations, queries, ties
from nolimits.young_people.models import AdultTie, Tie
from tests.factories.matching import MatchFactory
from tests.factories.people import administrator, coordinator, safeguarding_lead, staff
from tests.factories.safeguarding import ConcernFactory
from tests.factories.support_mentors import covered
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person

LETTER = "Who is kept apart from a young person has changed"


@pytest.fixture
def young_person(app):
    """Somebody with a worker; two coordinators and two leads."""
    return YoungPersonFactory()


def test_nobody_ends_a_tie_about_themself(young_person):
    by = coordinator()
    works_with = ties.add_tie(young_person, by, Tie.WORKS_WITH, by=young_person.worker)
    with pytest.raises(Refused, match="about you"):
        ties.end_tie(works_with, by=by)

    not_them = ties.add_tie(young_person, by, Tie.NOT_THIS_PERSON, by=young_person.worker)
    with pytest.raises(NotVisible):
        ties.end_tie(not_them, by=by)
    assert not_them.until_on is None


def test_the_worker_and_the_leads_are_told_when_a_tie_ends_but_not_whom_it_is_about(
    young_person, mail_to
):
    tied, other = safeguarding_lead(), safeguarding_lead()
    tie = ties.add_tie(young_person, tied, Tie.RELATED, by=young_person.worker)
    ties.end_tie(tie, by=coordinator())

    assert LETTER in [one.subject for one in mail_to(young_person.worker)]
    assert LETTER in [one.subject for one in mail_to(other)]
    assert LETTER not in [one.subject for one in mail_to(tied)]


def test_a_worker_who_is_named_sees_them_no_more_and_gets_no_letter_of_them(young_person, mail_to):
    worker, by = young_person.worker, coordinator()
    ties.add_tie(young_person, worker, Tie.NOT_THIS_PERSON, by=by)

    assert not can(worker, Permission.SEE_YOUNG_PERSON, young_person)
    assert by in queries.written_to(young_person)
    assert worker not in queries.written_to(young_person)
    assert LETTER not in [one.subject for one in mail_to(worker)]
    with pytest.raises(Refused, match="name another worker"):
        operations.accept_worker(young_person, by=by)
    operations.change_worker(young_person, staff(), by=by)
    with pytest.raises(Refused, match="kept apart"):
        operations.change_worker(young_person, worker, by=by)


@pytest.mark.parametrize("who", ["mentor", "support mentor", "cover"])
def test_coordinators_and_leads_are_told_at_once_of_a_mentor_or_who_stands_behind_one(who, mail_to):
    team = [coordinator(), safeguarding_lead()]
    match = MatchFactory(state=MatchState.ACTIVE)
    volunteer = match.volunteer
    near = {"mentor": volunteer.person, "support mentor": volunteer.supports[0].mentor}
    named = near.get(who) or covered(volunteer)
    ties.add_tie(match.young_person, named, Tie.RELATED, by=match.young_person.worker)

    assert [LETTER in [one.subject for one in mail_to(person)] for person in team] == [True, True]
    assert (match.state is MatchState.ON_HOLD) == (who == "mentor")


def test_of_an_adult_who_is_near_nobody_no_letter_is_sent(young_person, mail_to):
    by = coordinator()
    ties.add_tie(young_person, staff(), Tie.RELATED, by=young_person.worker)

    assert LETTER not in [one.subject for one in mail_to(by)]


def test_administrators_and_leads_learn_how_many_no_coordinator_may_look_after(young_person):
    only = holders(Role.COORDINATOR)
    by, lead, tied_lead = administrator(), safeguarding_lead(), safeguarding_lead()
    assert apart.without_coordinator(by) == 0
    for one in [*only, tied_lead]:
        ties.add_tie(young_person, one, Tie.RELATED, by=young_person.worker)

    told = [apart.without_coordinator(one) for one in (by, lead, tied_lead, *only)]
    assert told == [1, 1, 0, *(0 for _ in only)]
    coordinator()
    assert apart.without_coordinator(by) == 0


def test_a_lead_who_is_named_later_reads_no_concern_that_was_there(young_person):
    lead, other = safeguarding_lead(), safeguarding_lead()
    concern = ConcernFactory(young_person=young_person, by=staff())
    assert can(lead, Permission.SEE_CONCERN, concern)

    ties.add_tie(young_person, lead, Tie.RELATED, by=young_person.worker)

    assert not can(lead, Permission.SEE_CONCERN, concern)
    assert can(other, Permission.SEE_CONCERN, concern)


def test_where_a_worker_names_themself_they_land_where_they_may_be(sign_in, young_person):
    worker = young_person.worker
    page = sign_in(worker).visit(f"/young-people/{young_person.reference}/ties/new")
    page = page.submit(email=worker.email, tie="related")

    assert page.status == 200
    assert young_person.reference not in page.html


def test_a_worker_who_is_kept_apart_works_with_them_no_more_however_it_came_about(
    young_person,
):
    by, row = coordinator(), AdultTie(person=young_person.worker, tie=Tie.RELATED)
    row.from_on = young_person.referred_on
    transaction(lambda: young_person.ties.append(row))()  # as one of before, or at the same moment

    assert young_person.worker_accepted_on is not None
    assert young_person.caseload_id is None
    assert queries.written_to(young_person) == apart.may_know(young_person)
    assert young_person.worker not in apart.may_know(young_person, Role.STAFF)
    assert by in queries.written_to(young_person)


def test_a_record_a_list_and_an_account_agree_on_whom_a_tie_keeps_apart(app):
    one = signed_in_young_person()
    adults = {(tie, over): staff() for tie in Tie for over in (False, True)}
    for (tie, over), adult in adults.items():
        row = ties.add_tie(one, adult, tie, by=one.worker)
        if over:
            ties.end_tie(row, by=one.worker)

    on_record = {key for key, adult in adults.items() if adult.id in one.kept_apart_ids}
    in_lists = {
        key
        for key, adult in adults.items()
        if one.id in db.session.scalars(apart.kept_apart_from(adult)).all()
    }
    account = {row.person_id for row in one.person.kept_apart}
    of_account = {key for key, adult in adults.items() if adult.id in account}

    assert (
        on_record == in_lists == of_account == {(Tie.RELATED, False), (Tie.NOT_THIS_PERSON, False)}
    )
