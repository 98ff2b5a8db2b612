"""A young person gets another worker."""

import pytest

from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.young_people import operations
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, councillor, staff
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_whoever_was_the_worker_sees_them_no_more(sign_in, mail_to):
    one = YoungPersonFactory()
    before, after, path = one.worker, staff(), f"/young-people/{one.reference}"
    page = sign_in(before).visit(path).follow("Hand over to another worker")

    page = page.submit(email=after.email)

    assert page.h1 == "Young people"
    assert one.worker_id == after.id
    assert sign_in(before).visit(path).status == 404
    assert sign_in(before).visit(f"{path}/name").status == 404
    assert sign_in(after).visit(path).status == 404
    page = sign_in(coordinator()).visit("/today").follow("Make sure who the worker is").submit()
    assert page.flash.startswith("Accepted")
    assert sign_in(after).visit(path).status == 200
    [message] = [mail for mail in mail_to(after) if one.reference in mail.body]
    assert one.identity.given_name not in message.body


def test_both_workers_stay_among_those_who_must_not_be_the_mentor():
    one = YoungPersonFactory()
    before, after = one.worker, staff()

    operations.change_worker(one, after, by=before)

    assert {tie.person_id for tie in one.ties if tie.until_on is None} == {before.id, after.id}


def test_a_mentor_who_becomes_the_worker_is_their_mentor_no_more():
    match = MatchFactory(state=MatchState.ACTIVE)
    mentor = match.volunteer.person

    operations.change_worker(match.young_person, mentor, by=coordinator())

    assert match.state is MatchState.ON_HOLD


@pytest.mark.parametrize(
    ("somebody", "why"),
    [
        (lambda one: councillor(), "must be a member of staff"),
        (lambda one: one.worker, "the worker already"),
    ],
)
def test_only_another_member_of_staff_can_become_the_worker(somebody, why):
    one = YoungPersonFactory()

    with pytest.raises(Refused, match=why):
        operations.change_worker(one, somebody(one), by=one.worker)


def test_nobody_takes_a_young_person_over_by_themself():
    one, other = YoungPersonFactory(), staff()

    with pytest.raises(NotVisible):
        operations.change_worker(one, other, by=other)
