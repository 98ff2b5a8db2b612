"""Partners: seen by two people first, their people see their own alone, and report in counts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible
from nolimits.partners import accounts, looking_after, operations, projects, queries
from nolimits.partners.kinds import CheckKind, CheckState, ProjectState, TotalsState
from nolimits.people import operations as people
from nolimits.services import operations as services
from nolimits.services import queries as offered
from tests.databases import KINDS
from tests.factories.matching import refused
from tests.factories.partners import (
    PartnerFactory,
    ProjectFactory,
    a_plan,
    owed_by,
    running_since,
    seen_of,
    somebody_of,
)
from tests.factories.people import (
    coordinator,
    safeguarding_lead,
    staff,
)
from tests.factories.services import ServiceOfferFactory, TakeUpFactory, asked_for
from tests.factories.strategy import make_action
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)


# --- What was seen of it ------------------------------------------------------------------------


def test_what_one_saw_counts_once_somebody_else_has_agreed():
    one, other = coordinator(), safeguarding_lead()
    partner = PartnerFactory(clear=False)
    checks = [seen_of(partner, kind, by=one) for kind in CheckKind]
    for check in checks[1:]:
        operations.confirm_check(check, by=other)
    assert partner.missing == [CheckKind.SAFEGUARDING_POLICY]

    with pytest.raises(NotVisible):
        operations.confirm_check(checks[0], by=one)

    operations.confirm_check(checks[0], by=coordinator())
    assert partner.is_clear


def test_a_check_that_nobody_agreed_to_in_time_is_taken_back_and_seen_anew(held_clock, sign_in):
    seen = seen_of(days=1)
    held_clock.move_on(days=2)
    page = sign_in(coordinator()).visit(f"/partners/{seen.partner.reference}")

    page.follow("Take back Insurance").submit(reason="It ran out")

    assert seen_of(seen.partner).state is CheckState.TO_CONFIRM


def test_a_project_is_agreed_only_while_all_that_was_seen_of_its_partner_holds(held_clock):
    project = ProjectFactory(partner=PartnerFactory(clear=False), state=ProjectState.DRAFT)
    by = coordinator()
    assert "safeguarding policy, insurance and DBS arrangements" in refused(
        lambda: projects.agree_project(project, by=by)
    )
    for kind in CheckKind:
        operations.confirm_check(seen_of(project.partner, kind, days=10), by=by)
    held_clock.move_on(days=11)

    assert "insurance" in refused(lambda: projects.agree_project(project, by=by))


def test_what_is_agreed_stays_as_it_was_agreed():
    project, by = ProjectFactory(state=ProjectState.AGREED), coordinator()

    told = refused(
        lambda: projects.change_project(project, a_plan(title="Other"), project.action, by=by)
    )

    assert "as it was agreed" in told
    assert project.title == "Lanterns on the river"


# --- Offers stop with it ------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["taken back", "run out", "stopped", "ended"])
def test_what_young_people_are_offered_stops_with_what_it_rests_on(what, held_clock, mail_to):
    plan = {"until_on": clock.today() + timedelta(days=300)}
    project, by = ProjectFactory(plan=plan), coordinator()
    offer, young = ServiceOfferFactory(project=project), YoungPersonFactory(account=True)
    other = ServiceOfferFactory()
    asked = asked_for(offer, young)
    if what == "taken back":
        operations.withdraw_check(project.partner.checks[0], "It is a copy", by=by)
    elif what == "run out":
        held_clock.move_on(days=201)
        assert not offer.is_open  # at once, before the night has looked
        looking_after.look_after_all(by=SYSTEM)
    elif what == "stopped":
        projects.stop_project(project, "No room", by=by)
    else:
        operations.end_partner(project.partner, "It closes", by=by)

    assert offer.closed_on
    assert other.closed_on is None
    assert "not in date" in refused(lambda: services.hand_out(asked, by=by))
    assert offered.offered_to(YoungPersonFactory(account=True, age=young.age)) in ([other], [])
    assert "agreed" in refused(lambda: ServiceOfferFactory(project=project))


def test_a_lapse_is_noted_once_and_is_over_when_two_have_seen_it_anew(held_clock, mail_to):
    project, by, told = ProjectFactory(), coordinator(), coordinator()
    check = project.partner.checks[0]
    operations.withdraw_check(check, "It is a copy", by=by)
    assert project.partner.lapsed_on == clock.today()

    looking_after.look_after_all(by=SYSTEM)
    noted = sa.select(sa.func.count()).where(AuditEntry.event == "partner_lapsed")
    assert db.session.scalar(noted) == 1
    assert [one.template for one in mail_to(told)] == ["something_needs_you"]

    operations.confirm_check(seen_of(project.partner, check.kind, by=by), by=coordinator())
    assert (project.partner.lapsed_on, project.may_offer) == (None, True)


# --- Their people see their own alone -----------------------------------------------------------


def test_a_partner_sees_its_own_projects_and_nothing_else_of_the_scheme(sign_in):
    own, other = ProjectFactory(), ProjectFactory(plan={"title": "Hands in clay"})
    somebody_of(other.partner)
    browser = sign_in(somebody_of(own.partner))
    offer = TakeUpFactory().service_offer
    action = own.action.reference

    home = browser.visit("/home")
    assert own.title in home.text
    assert other.title not in home.text
    assert browser.visit(f"/partner-projects/{own.reference}").status == 200
    hidden = [f"/partner-projects/{other.reference}", f"/partner-projects/{other.reference}/offers"]
    hidden += [f"/partners/{own.partner.reference}", f"/service-offers/{offer.reference}"]
    hidden += [f"/strategy/actions/{action}"]
    assert [browser.visit(path).status for path in hidden] == [404] * len(hidden)
    shut = [
        "/partners",
        "/partner-projects",
        "/strategy",
        "/volunteers",
        "/young-people",
        "/people",
    ]
    assert [browser.visit(path).status for path in shut] == [403] * len(shut)


def test_whoever_is_of_a_partner_can_be_nothing_else():
    person = somebody_of(PartnerFactory(clear=False))
    for attempt in (
        lambda: people.grant_role(person, Role.COORDINATOR, by=SYSTEM),
        lambda: people.grant_role(staff(), Role.PARTNER, by=SYSTEM),
    ):
        assert refused(attempt) == "Whoever is of a partner can be nothing else here"


def test_whose_an_address_is_is_told_to_nobody_who_adds_somebody_of_a_partner():
    young, partner = YoungPersonFactory(account=True), PartnerFactory(clear=False)

    told = refused(lambda: somebody_of(partner, young.person.email))

    assert told == "This address cannot be used: ask them for another"
    assert partner.people == []


@pytest.mark.parametrize("how", ["one goes", "it ends"])
def test_an_account_is_closed_with_what_it_was_for(how, sign_in):
    project = running_since(clock.today() - timedelta(days=60))
    person, owed = somebody_of(project.partner), owed_by(project)
    browser = sign_in(person)
    assert browser.visit("/my-projects").status == 200
    if how == "one goes":
        accounts.part_with(project.partner.people[0], by=coordinator())
    else:
        operations.end_partner(project.partner, "It closes", by=coordinator())
        assert (project.state, owed.state) == (ProjectState.STOPPED, TotalsState.LET_GO)

    assert person.roles == frozenset()
    assert browser.visit("/my-projects", follow=False).status == 302
    people.bring_back(person, by=SYSTEM)  # by mistake: there is nothing left to see
    assert list(db.session.scalars(queries.projects(person))) == []


# --- On its pages ---------------------------------------------------------------------------------


@once
def test_the_team_adds_a_partner_and_takes_it_as_far_as_an_offer(sign_in):
    action = make_action(key="stockton")
    team, other = sign_in(coordinator()), sign_in(coordinator())
    page = team.visit("/partners").follow("Add a partner")
    page = page.submit(name="Invented Dance", kind="arts", contact_name="Bo", contact_email="no")
    assert page.errors == ["Enter an email address in the correct format, like name@example.com"]
    page = page.submit(contact_email="bo@partner.example")
    for kind in CheckKind:
        seen = page.follow("Write down what you saw")
        until = {"valid_until-day": 1, "valid_until-month": 6, "valid_until-year": 2027}
        page = seen.submit(kind=kind.value, what="The paper", **until)
        assert "Look and agree" not in page.text
        other.visit(page.url).follow("Look and agree").press("I have looked, and agree")
    page = team.visit(page.url).follow("Add somebody")
    page = page.submit(name="Bo Madeuply", email="bo@partner.example")
    draft = page.follow("Draft a project")
    days = {"from_on-day": 20, "from_on-month": 11, "from_on-year": 2026}
    days |= {"until_on-day": 1, "until_on-month": 6, "until_on-year": 2027}
    said = {"title": "Steps", "gives": "Dance", "action": action.reference, "every": "month"}
    page = draft.submit(**said, **days)
    page = page.follow("Agree to it").press("Agree to it").follow("Start it now").press("Start it")

    assert "running" in page.text.lower()
    assert "Steps, Invented Dance" in team.visit("/service-offers/new").text
