"""The records behind each figure: promised, given, received, and what is left."""

from typing import Any

import sqlalchemy as sa

from nolimits.awards.models import Award
from nolimits.campaigns import queries as campaigns
from nolimits.campaigns.models import Campaign, CampaignKind, GiftNeed
from nolimits.contacts.models import Contact
from nolimits.funds.models import Account, Fund, Holder, JournalEntry, Posting
from nolimits.giving.models import Contribution
from nolimits.grants.models import Application
from nolimits.kernel.actors import Actor
from nolimits.matching.models import Match
from nolimits.partners.kinds import TotalsState
from nolimits.partners.models import PartnerProject, ProjectTotals
from nolimits.people.models import Person
from nolimits.pledges.models import Frequency, Pledge, PledgeKind, PledgeTerm
from nolimits.reports.figures import Period, Rows
from nolimits.training.models import TrainingDay, TrainingProgramme
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import (
    Volunteer,
)
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

ONE = sa.literal(1)
PILOT = "pilot"


def rows(reference: Any, what: Any, day: Any, amount: Any = ONE) -> sa.Select[Any]:
    """The four columns that every figure's records have."""
    return sa.select(
        reference.label("reference"),
        sa.type_coerce(what, sa.String).label("what"),
        day.label("day"),
        amount.label("amount"),
    )


def both(some: sa.Select[Any], others: sa.Select[Any]) -> sa.Select[Any]:
    """The rows of two selects, with the columns that they share."""
    return sa.select(sa.union_all(some, others).subquery())


def hidden_from(by: Actor) -> sa.Select[Any]:
    """The references of whatever is of young people from whom somebody is kept apart."""
    apart = kept_apart_from(by)
    matches = sa.select(Match.id).where(Match.young_person_id.in_(apart))
    asked = sa.select(Application.id).where(Application.young_person_id.in_(apart))
    awarded = sa.select(Award.id).where(Award.application_id.in_(asked))
    of_award = JournalEntry.source_type == Award.__tablename__
    told = sa.and_(of_award, JournalEntry.source_id.in_(awarded))
    theirs = sa.union_all(
        sa.select(YoungPerson.reference).where(YoungPerson.id.in_(apart)),
        sa.select(Match.reference).where(Match.id.in_(matches)),
        sa.select(Contact.reference).where(Contact.match_id.in_(matches)),
        sa.select(Application.reference).where(Application.id.in_(asked)),
        sa.select(Award.reference).where(Award.id.in_(awarded)),
        sa.select(JournalEntry.reference).where(sa.or_(told, JournalEntry.reverses.has(told))),
    )
    return sa.select(theirs.subquery().c.reference)


def pledgers(kind: PledgeKind) -> Rows:
    """People with a promise of a kind in force at the end, each once."""

    def select(period: Period) -> sa.Select[Any]:
        return (
            rows(Person.reference, sa.func.max(Pledge.kind), sa.func.min(Pledge.made_on))
            .join(Pledge, Pledge.person_id == Person.id)
            .where(Pledge.kind == kind, period.open_at_end(Pledge.made_on, Pledge.ended_on))
            .group_by(Person.id, Person.reference)
        )

    return select


def pledges_made(period: Period) -> sa.Select[Any]:
    """Promises made in the period."""
    return rows(Pledge.reference, Pledge.kind, Pledge.made_on).where(period.holds(Pledge.made_on))


def promised_monthly(period: Period) -> sa.Select[Any]:
    """Monthly promises in force at the end, with their stated pence."""
    return (
        rows(Pledge.reference, Pledge.channel, PledgeTerm.from_on, PledgeTerm.pence)
        .join(PledgeTerm, PledgeTerm.pledge_id == Pledge.id)
        .where(
            Pledge.frequency == Frequency.MONTHLY,
            PledgeTerm.pence.is_not(None),
            period.open_at_end(Pledge.made_on, Pledge.ended_on),
            period.open_at_end(PledgeTerm.from_on, PledgeTerm.until_on),
        )
    )


def contributions(period: Period) -> sa.Select[Any]:
    """Money received in the period, less what was reversed in it, as in the ledger."""
    reference, channel = Contribution.reference, Contribution.channel
    came, gone = Contribution.received_on, Contribution.reversed_on
    return both(
        rows(reference, channel, came, Contribution.pence).where(period.holds(came)),
        rows(reference, sa.literal("reversed"), gone, -Contribution.pence).where(
            period.holds(gone)
        ),
    )


def volunteers_applied(period: Period) -> sa.Select[Any]:
    """Volunteers who applied in the period."""
    return rows(Volunteer.reference, sa.literal("applied"), Volunteer.applied_on).where(
        period.holds(Volunteer.applied_on)
    )


def volunteers_ready(period: Period) -> sa.Select[Any]:
    """Volunteers who had every gate passed on the last day, computed as for a match."""
    ready = volunteers.ready_volunteers(period.as_at).with_only_columns(Volunteer.id)
    return rows(Volunteer.reference, sa.literal("ready"), Volunteer.applied_on).where(
        Volunteer.id.in_(ready.order_by(None))
    )


def training_days(period: Period) -> sa.Select[Any]:
    """Training days of the period that somebody attended."""
    return (
        rows(TrainingDay.reference, TrainingProgramme.name, TrainingDay.held_on)
        .join(TrainingProgramme, TrainingProgramme.id == TrainingDay.programme_id)
        .where(period.holds(TrainingDay.held_on), TrainingDay.attendances.any())
    )


def young_people(matched: bool | None) -> Rows:
    """Young people of the scheme at the end; with a mentor then, without one, or all."""

    def select(period: Period) -> sa.Select[Any]:
        statement = rows(
            YoungPerson.reference, sa.literal("referred"), YoungPerson.referred_on
        ).where(period.open_at_end(YoungPerson.referred_on, YoungPerson.ended_on))
        if matched is None:
            return statement
        has_mentor = (
            sa.select(Match.id)
            .where(
                Match.young_person_id == YoungPerson.id,
                period.open_at_end(Match.started_on, Match.ended_on),
            )
            .exists()
        )
        return statement.where(has_mentor if matched else ~has_mentor)

    return select


def matches_started(period: Period) -> sa.Select[Any]:
    """Matches that became active in the period."""
    return rows(Match.reference, Match.state, Match.started_on).where(
        period.holds(Match.started_on)
    )


def contact_minutes(period: Period) -> sa.Select[Any]:
    """Contacts of the period with their minutes."""
    return rows(Contact.reference, Contact.kind, Contact.held_on, Contact.minutes).where(
        period.holds(Contact.held_on)
    )


def contacts(period: Period) -> sa.Select[Any]:
    """Contacts of the period, each counting one."""
    return rows(Contact.reference, Contact.kind, Contact.held_on).where(
        period.holds(Contact.held_on)
    )


def moved_to(account: Account, period: Period) -> sa.Select[Any]:
    """Postings of a period to an account, less those that took from it again."""
    sign = sa.case((Posting.debit == account, 1), else_=-1)
    return (
        rows(
            JournalEntry.reference,
            JournalEntry.narrative,
            Posting.occurred_on,
            sign * Posting.pence,
        )
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(
            period.holds(Posting.occurred_on),
            sa.or_(Posting.debit == account, Posting.credit == account),
        )
    )


def granted(period: Period) -> sa.Select[Any]:
    """What went to grants in the ledger, less what came back."""
    return moved_to(Account.GRANTS, period)


def awards(period: Period) -> sa.Select[Any]:
    """Awards offered in the period that were not cancelled by its last day."""
    return rows(Award.reference, Award.how, Award.offered_on).where(
        period.holds(Award.offered_on),
        sa.or_(Award.cancelled_on.is_(None), Award.cancelled_on > period.as_at),
    )


def grants_paid(period: Period) -> sa.Select[Any]:
    """Awards paid in the period, with their pence, less those that came back in it."""
    back = sa.and_(Award.paid_on.is_not(None), period.holds(Award.cancelled_on))
    return both(
        rows(Award.reference, Award.how, Award.paid_on, Award.pence).where(
            period.holds(Award.paid_on)
        ),
        rows(Award.reference, sa.literal("came back"), Award.cancelled_on, -Award.pence).where(
            back
        ),
    )


def applications(period: Period) -> sa.Select[Any]:
    """Applications sent in the period."""
    return rows(Application.reference, Application.state, Application.submitted_on).where(
        period.holds(Application.submitted_on)
    )


def gifts_given(period: Period) -> sa.Select[Any]:
    """Gifts that reached a child in the period."""
    return rows(GiftNeed.reference, GiftNeed.item, GiftNeed.given_on).where(
        period.holds(GiftNeed.given_on)
    )


def without_gift(period: Period) -> sa.Select[Any]:
    """Young people of the scheme whom the last Gift of Giving that closed gave nothing."""
    last = (
        sa.select(Campaign.id)
        .where(Campaign.kind == CampaignKind.GIFT_OF_GIVING, campaigns.ended_on() <= period.as_at)
        .order_by(campaigns.ended_on().desc(), Campaign.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        rows(YoungPerson.reference, sa.literal("no gift"), YoungPerson.referred_on)
        .join(Campaign, Campaign.id == last)
        .where(campaigns.without_gift(campaigns.ended_on(), given_by=period.as_at))
    )


def projects_running(period: Period) -> sa.Select[Any]:
    """Projects of partners that ran at the end of a period."""
    project = PartnerProject
    return rows(project.reference, project.title, project.started_on).where(
        period.open_at_end(project.started_on, project.ended_on)
    )


def told_by_partners(period: Period) -> sa.Select[Any]:
    """The most young people that each project had in one accepted month or quarter of a period.

    Months are not added up: whoever comes in two of them would count twice.
    """
    most, last = sa.func.max(ProjectTotals.young_people), sa.func.max(ProjectTotals.until_on)
    return (
        rows(PartnerProject.reference, PartnerProject.title, last, most)
        .join(ProjectTotals, ProjectTotals.partner_project_id == PartnerProject.id)
        .where(ProjectTotals.state == TotalsState.ACCEPTED, period.holds(ProjectTotals.until_on))
        .group_by(PartnerProject.id, PartnerProject.reference, PartnerProject.title)
    )


def balance(holder: Holder) -> Rows:
    """What a holder's funds have in the bank at the end of a period."""

    def select(period: Period) -> sa.Select[Any]:
        until = Period(as_at=period.as_at)
        return (
            moved_to(Account.BANK, until)
            .join(Fund, Fund.id == Posting.fund_id)
            .where(Fund.holder == holder)
        )

    return select


def pilot_pledgers(kind: PledgeKind) -> Rows:
    """People of the pilot with a promise of a kind in force at the end; of money, monthly ones."""

    def select(period: Period) -> sa.Select[Any]:
        statement = pledgers(kind)(period).where(Pledge.cohort == PILOT)
        if kind is PledgeKind.MONEY:
            statement = statement.where(Pledge.frequency == Frequency.MONTHLY)
        return statement

    return select
