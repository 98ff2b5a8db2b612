"""A concern is kept from whomever it is about, and from leads who are close to them (R-SAF-4)."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.safeguarding import handling, operations, queries
from nolimits.safeguarding.kinds import Why
from nolimits.safeguarding.models import Concern
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.matching import MatchFactory
from tests.factories.people import PersonFactory, administrator, coordinator, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def the_concern():
    return db.session.scalars(sa.select(Concern)).one()


@pytest.fixture
def lead():
    """One lead whom a concern is about."""
    return safeguarding_lead(name="Ledra Notreal")


@pytest.fixture
def other():
    """Another, whom it is not about."""
    return safeguarding_lead(name="Otto Pretend")


def kept_from(concern):
    return {one.person.name: one.why for one in concern.kept}


def test_a_lead_whom_it_is_about_learns_nothing_of_it_and_another_does(
    lead, other, mail_to, sign_in
):
    made = ConcernFactory(adult=lead)

    assert (mail_to(lead), len(mail_to(other))) == ([], 1)
    assert (queries.open_concerns(lead), queries.open_concerns(other)) == ([], [made])
    visitor = sign_in(lead)
    there = visitor.visit(f"/concerns/{made.reference}")
    absent = visitor.visit("/concerns/C-22222222")
    assert there.status == absent.status == 404
    assert there.text == absent.text
    assert made.reference not in visitor.visit("/concerns").text
    with pytest.raises(NotVisible):
        handling.acknowledge(made, by=lead)


def test_a_lead_is_kept_away_by_the_wish_of_whoever_raises_it(lead, other):
    made = ConcernFactory(not_for=[lead])

    assert queries.takers(made) == [other]


def test_a_lead_whose_name_stands_in_it_is_kept_away_until_another_lets_them_in(lead, other):
    made = ConcernFactory(words="Ledra was there and laughed")
    assert queries.takers(made) == [other]

    operations.let_in(made, lead, by=other)

    assert queries.takers(made) == [lead, other]


def test_a_lead_whom_it_is_about_is_never_let_in(lead, other):
    made = ConcernFactory(adult=lead)

    with pytest.raises(Refused, match="another reason"):
        operations.let_in(made, lead, by=other)


def test_a_lead_who_is_related_to_the_young_person_is_kept_away(lead, other):
    young_person = YoungPersonFactory()
    ties.add_tie(young_person, lead, Tie.RELATED, by=young_person.worker)

    made = ConcernFactory(young_person=young_person)

    assert kept_from(made) == {lead.name: Why.RELATED}


def test_a_lead_named_later_is_out_at_once(lead, other, sign_in):
    made, page = ConcernFactory(), None
    assert sign_in(lead).visit(f"/concerns/{made.reference}").status == 200

    operations.name_adult(made, lead, by=other)

    page = sign_in(lead).visit(f"/concerns/{made.reference}")
    assert page.status == 404


def test_somebody_it_is_about_who_becomes_a_lead_does_not_find_it(other):
    subject = PersonFactory()
    made = ConcernFactory(adult=subject)

    people.grant_role(subject, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    assert queries.open_concerns(subject) == []
    assert queries.takers(made) == [other]


def test_where_no_lead_may_have_it_a_coordinator_learns_that_much_and_no_more(
    lead, mail_to, sign_in
):
    subject, runs_it = coordinator(), coordinator()
    people.grant_role(subject, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    made = ConcernFactory(adult=subject, not_for=[lead], words="Said something unkind")

    assert [one.template for one in mail_to(runs_it)] == ["something_needs_you_now"]
    assert mail_to(subject) == mail_to(lead) == []
    assert (queries.without_lead(runs_it), queries.without_lead(subject)) == (1, 0)
    assert sign_in(runs_it).visit(f"/concerns/{made.reference}").status == 404


def test_a_lead_who_is_too_close_leaves_it_to_another_and_not_to_nobody(lead, other):
    made = ConcernFactory()

    operations.stand_back(made, by=lead)

    assert queries.takers(made) == [other]
    with pytest.raises(Refused, match="no other lead"):
        operations.stand_back(made, by=other)


@pytest.mark.parametrize(
    ("words", "taker"),
    [("nell shouts at me", ["Otto Pretend"]), ("NOTREAL-SMITH did", ["Otto Pretend"])],
)
def test_a_name_in_small_letters_or_a_part_of_it_is_a_name(other, words, taker):
    safeguarding_lead(name="Nell Notreal-Smith")

    assert [one.name for one in queries.takers(ConcernFactory(words=words))] == taker


def test_a_word_of_every_day_names_a_lead_only_where_another_is_left():
    will = safeguarding_lead(name="Will Pretend")
    assert queries.takers(ConcernFactory(words="he will not stop")) == [will]
    assert queries.takers(ConcernFactory(words="It was Will")) == []

    other = safeguarding_lead(name="Otto Madeup")

    assert queries.takers(ConcernFactory(words="he will not stop")) == [other]


def test_a_lead_named_in_what_is_added_or_ticked_then_is_out_before_the_mail_goes(
    lead, other, mail_to
):
    third = safeguarding_lead(name="Thea Invented")
    made = ConcernFactory()
    before = len(mail_to(lead)), len(mail_to(third))

    operations.add_to(made, "it was ledra", by=made.raised_by, not_for=[third])

    assert kept_from(made) == {lead.name: Why.MENTIONED, third.name: Why.ASKED}
    assert (len(mail_to(lead)), len(mail_to(third))) == before
    assert queries.takers(made) == [other]
    operations.let_in(made, lead, by=other)
    operations.add_to(made, "I mean Ledra", by=made.raised_by)
    assert queries.takers(made) == [other]


def test_what_a_young_person_tells_goes_past_leads_who_are_their_worker_or_mentor(other, mail_to):
    match = MatchFactory()
    adults = [
        match.young_person.worker,
        match.volunteer.person,
        db.session.get(Person, match.volunteer.support_mentor_id),
    ]
    for one in adults:
        people.grant_role(one, Role.SAFEGUARDING_LEAD, by=SYSTEM)
    before = [len(mail_to(one)) for one in adults]

    made = ConcernFactory(by=match.young_person.person, young_person=match.young_person)

    assert queries.takers(made) == [other]
    assert [len(mail_to(one)) for one in adults] == before
    next_worker = PersonFactory(roles={Role.STAFF, Role.SAFEGUARDING_LEAD})
    young_people.change_worker(match.young_person, next_worker, by=coordinator())
    assert queries.takers(made) == [other]
    told_by_another = ConcernFactory(young_person=match.young_person)
    assert match.young_person.worker in queries.takers(told_by_another)


def test_where_nobody_may_read_it_the_young_person_is_told_whom_to_ring(lead, sign_in, mail_to):
    runs_it, gives_roles = coordinator(), administrator()
    match = MatchFactory()
    made = ConcernFactory(
        by=match.young_person.person, young_person=match.young_person, not_for=[lead]
    )

    page = sign_in(match.young_person.person).visit(f"/worried/{made.reference}")

    assert "Nobody can read it yet" in page.text
    assert "999" in page.text
    assert "Somebody reads it by" not in page.text
    for one in (runs_it, gives_roles):
        assert mail_to(one)[-1].template == "something_needs_you_now"
    front = sign_in(gives_roles).visit("/people")
    assert "1 concern waits for a lead who can take it" in front.text
    assert made.reference not in front.text
