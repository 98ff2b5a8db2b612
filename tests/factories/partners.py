"""Invented partners, their people, projects and totals, made as people make them."""

from datetime import date, timedelta
from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.partners import accounts, operations, projects, queries, totals
from nolimits.partners.due import Every
from nolimits.partners.kinds import CheckKind, PartnerKind, ProjectState, TotalsState
from nolimits.partners.models import (
    Partner,
    PartnerCheck,
    PartnerPerson,
    PartnerProject,
    ProjectTotals,
)
from nolimits.partners.operations import Organisation, Seen
from nolimits.partners.projects import Plan
from nolimits.people.models import Person
from tests.factories.made import Made
from tests.factories.people import coordinator
from tests.factories.services import ServiceOfferFactory, TakeUpFactory
from tests.factories.strategy import make_action

COUNTS = {"sessions": 4, "places": 40, "young_people": 7, "hours": 12}


class PartnerFactory(Made):
    """An organisation; two people saw all that is asked of it, unless `clear=False`."""

    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Invented Theatre {n + 1}")
    kind = PartnerKind.ARTS
    contact_name = "Orla Inventedly"
    contact_email = "orla@partner.example"
    clear = True

    @classmethod
    def _create(cls, model_class: type[Partner], *args: Any, clear: bool, **kwargs: Any) -> Partner:
        partner = operations.add_partner(Organisation(**kwargs), by=coordinator())
        for kind in CheckKind if clear else ():
            operations.confirm_check(seen_of(partner, kind), by=coordinator())
        return partner


def seen_of(
    partner: Partner | None = None,
    kind: CheckKind = CheckKind.INSURANCE,
    *,
    days: int = 200,
    by: Person | None = None,
) -> PartnerCheck:
    """What somebody saw of a partner, which nobody else has agreed to yet."""
    until = clock.today() + timedelta(days=days)
    seen = Seen(kind, "The paper of this spring", clock.today(), until)
    partner = partner or PartnerFactory(clear=False)
    return operations.record_check(partner, seen, by=by or coordinator())


def a_plan(**more: Any) -> Plan:
    """What a project is to be, from today for half a year."""
    facts: dict[str, Any] = {
        "title": "Lanterns on the river",
        "gives": "An afternoon a week to build a lantern.",
        "places": 12,
        "from_on": clock.today(),
        "until_on": clock.today() + timedelta(days=180),
        "every": Every.MONTH,
    }
    return Plan(**{**facts, **more})


class ProjectFactory(Made):
    """A project of a partner; it runs from today, unless another `state` is asked for."""

    class Meta:
        model = PartnerProject

    partner = factory.SubFactory(PartnerFactory)
    action = factory.LazyFunction(make_action)
    state = ProjectState.RUNNING
    plan = factory.LazyFunction(dict)

    @classmethod
    def _create(
        cls,
        model_class: type[PartnerProject],
        *args: Any,
        partner: Partner,
        action: Any,
        state: ProjectState,
        plan: dict[str, Any],
    ) -> PartnerProject:
        by = coordinator()
        made = projects.draft_project(partner, a_plan(**plan), action, by=by)
        if state is not ProjectState.DRAFT:
            projects.agree_project(made, by=by)
        if state is ProjectState.RUNNING:
            projects.start_project(made, by=by)
        return made


def somebody_of(partner: Partner, email: str = "") -> Person:
    """Somebody of a partner, who signs in."""
    address = email or f"somebody{len(partner.people)}.{partner.reference.lower()}@partner.example"
    made = accounts.add_partner_person(partner, "Bram Madeuply", address, by=coordinator())
    return made.person


def running_since(begun: date, **facts: Any) -> PartnerProject:
    """A project that began on a day."""
    with clock.standing_at(begun):
        made: PartnerProject = ProjectFactory(**facts)
    return made


def owed_by(project: PartnerProject | None = None) -> ProjectTotals:
    """The oldest totals that a project owes: it began two months ago, where none is given."""
    project = project or running_since(clock.today() - timedelta(days=60))
    totals.ask_for_totals(project, by=SYSTEM)
    db.session.expire(project, ["totals"])
    return project.totals[-1]


class TotalsFactory(Made):
    """Totals that a partner sent; accepted by a coordinator with `state=`."""

    class Meta:
        model = ProjectTotals

    owed = factory.LazyFunction(owed_by)
    state = TotalsState.SENT
    counts = factory.LazyFunction(dict)

    @classmethod
    def _create(
        cls,
        model_class: type[ProjectTotals],
        *args: Any,
        owed: ProjectTotals,
        state: TotalsState,
        counts: dict[str, int],
    ) -> ProjectTotals:
        partner = owed.project.partner
        by = partner.people[0].person if partner.people else somebody_of(partner)
        totals.send_totals({**COUNTS, **counts}, owed, by=by)
        if state is TotalsState.ACCEPTED:
            totals.accept_totals(owed, seen=owed.counts, by=coordinator())
        return owed


def partners_at_work() -> None:
    """Totals that were sent, and something of a project that a young person has."""
    totals = TotalsFactory()
    TakeUpFactory(service_offer=ServiceOfferFactory(project=totals.project), given=True)


# --- For the matrix -----------------------------------------------------------------------------


@transaction
def _partner_of(person: Person) -> Partner:
    """The partner of which somebody is; another where they can be of none."""
    found = queries.partner_of(person) or PartnerFactory()
    if Role.PARTNER in person.roles and not found.people:
        found.people.append(PartnerPerson(person=person, from_on=clock.today()))
    return found


def check_seen_by(person: Person) -> PartnerCheck:
    """What a coordinator saw; another's where somebody is none."""
    return seen_of(by=person if Role.COORDINATOR in person.roles else None)


def person_of(person: Person) -> PartnerPerson:
    """Somebody of a partner."""
    partner = PartnerFactory(clear=False)
    somebody_of(partner)
    one: PartnerPerson = partner.people[0]
    return one


def project_of(person: Person) -> PartnerProject:
    """A project of the partner that somebody is of."""
    made: PartnerProject = ProjectFactory(partner=_partner_of(person), state=ProjectState.DRAFT)
    return made


def totals_of(person: Person) -> ProjectTotals:
    """What such a partner owes."""
    begun = clock.today() - timedelta(days=60)
    with clock.standing_at(begun):
        project = ProjectFactory(partner=_partner_of(person))
    return owed_by(project)
