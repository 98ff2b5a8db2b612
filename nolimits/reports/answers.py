"""Figures that are no sum of records: what was said in words, one for each, whether all."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from nolimits.campaigns.models import Campaign, CampaignKind
from nolimits.dbs.kinds import DbsDecision
from nolimits.dbs.models import DbsRecord
from nolimits.funds.models import Account, JournalEntry, Posting
from nolimits.kernel.db import db
from nolimits.pledges.models import Frequency, Pledge, PledgeKind, PledgeTerm
from nolimits.reports import records
from nolimits.reports.figures import NOT_REPORTED, Period, Qualifier, Value
from nolimits.reports.models import Series, Statement
from nolimits.strategy import queries as strategy
from nolimits.strategy.models import Ask, Finding, Milestone, Precision, Priority
from nolimits.training.models import TrainingDay, TrainingProgramme
from nolimits.volunteers.models import Support, Volunteer


def monthly_amount(period: Period) -> Value:
    """Not reported as soon as one monthly promise has no stated amount: a part is no total."""
    terms = monthly_terms(period).subquery()
    stated = sa.func.count(terms.c.pence)
    total, known, pence = db.session.execute(
        sa.select(sa.func.count(terms.c.reference), stated, sa.func.sum(terms.c.pence))
    ).one()
    return Value(int(pence)) if total and total == known else NOT_REPORTED


def granted(period: Period) -> Value:
    """What went to grants; about, as soon as one entry of it is."""
    rows = records.granted(period).subquery()
    total = db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(rows.c.amount), 0)))
    about = approximate_grants(period)
    return Value(int(total or 0), Qualifier.ABOUT if about else Qualifier.EXACT)


def grants_count(period: Period) -> Value:
    """How many grants an opening balance stands for was never reported."""
    if approximate_grants(period):
        return NOT_REPORTED
    rows = records.awards(period).subquery()
    return Value(db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0)


def grants_period(period: Period) -> Value:
    """The years that entries of earlier grants say they stand for."""
    covers = [entry.covers for entry in approximate_grants(period) if entry.covers]
    return Value(", ".join(covers)) if covers else NOT_REPORTED


def stated(key: str) -> Value:
    """What a published report said in words, if it is on record."""
    words = db.session.scalar(
        sa.select(Statement.words).where(Statement.key == key).order_by(Statement.stated_on.desc())
    )
    return Value(words, Qualifier.ABOUT) if words else NOT_REPORTED


def involved(period: Period) -> Value:
    """How many young people are involved, as it was put in words."""
    return stated("young_people_involved")


def in_work_time(period: Period) -> Value:
    """Whether all the training that was held was in work time."""
    held = sa.select(TrainingProgramme.in_work_time).where(
        TrainingProgramme.id.in_(programmes_delivered(period))
    )
    answers = set(db.session.scalars(held))
    return Value(answers == {True}) if answers else NOT_REPORTED


def dbs_complete(period: Period) -> Value:
    """Whether every pilot volunteer has a clear decision."""
    pilots, clear = pilot_volunteers_with_dbs(period)
    return Value(clear == pilots) if pilots else NOT_REPORTED


def mentors_each(period: Period) -> Value:
    """The same number for everyone, or not a figure at all."""
    numbers = set(support_mentors_of_pilots(period))
    return Value(numbers.pop()) if len(numbers) == 1 else NOT_REPORTED


def milestone(key: str) -> Milestone | None:
    """The milestone of a key in the council's own strategy."""
    own = Milestone.strategy_id == strategy.own_id()
    return db.session.scalar(sa.select(Milestone).where(own, Milestone.key == key))


def team_months(period: Period) -> Value:
    """Whole months from the project team's first to the last day's."""
    team = milestone("project_team")
    if team is None:
        return NOT_REPORTED
    begun, last = team.begins_on, period.as_at
    return Value((last.year - begun.year) * 12 + last.month - begun.month)


def planning_year(period: Period) -> Value:
    """The year of the planning milestone."""
    planning = milestone("planning")
    return Value(planning.begins_on.year) if planning else NOT_REPORTED


def launch(period: Period) -> Value:
    """The launch, as exactly as it is known: a day, a month or a year."""
    launch = milestone("launch")
    if launch is None:
        return NOT_REPORTED
    patterns = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
    return Value(launch.begins_on.strftime(patterns[launch.precision]))


def cadence(period: Period) -> Value:
    """How many months lie between the reports of the council's series."""
    months = db.session.scalar(sa.select(Series.every_months).order_by(Series.id))
    return Value(months) if months else NOT_REPORTED


def how_often_gifts(period: Period) -> Value:
    """How often the newest Gift of Giving comes round."""
    cadence = db.session.scalar(
        sa.select(Campaign.cadence)
        .where(Campaign.kind == CampaignKind.GIFT_OF_GIVING, Campaign.opens_on <= period.as_at)
        .order_by(Campaign.opens_on.desc())
    )
    return Value(cadence.value) if cadence else NOT_REPORTED


def count(what: type[Priority | Finding]) -> Value:
    """How many of something the council's own strategy has."""
    own = strategy.own_id()
    statement = sa.select(sa.func.count(what.id)).where(what.strategy_id == own)
    return Value(db.session.scalar(statement) or 0)


def areas(period: Period) -> Value:
    """Of how many audiences the council's own strategy asks something."""
    statement = sa.select(sa.func.count(sa.distinct(Ask.audience)))
    own = statement.where(Ask.strategy_id == strategy.own_id())
    return Value(db.session.scalar(own) or 0)


def monthly_terms(period: Period) -> sa.Select[Any]:
    """Each monthly promise in force at the end, with its pence, stated or not."""
    columns: tuple[Any, ...] = (Pledge.reference, PledgeTerm.pence)
    return (
        sa.select(*columns)
        .join(PledgeTerm, PledgeTerm.pledge_id == Pledge.id)
        .where(
            Pledge.frequency == Frequency.MONTHLY,
            period.open_at_end(Pledge.made_on, Pledge.ended_on),
            period.open_at_end(PledgeTerm.from_on, PledgeTerm.until_on),
        )
    )


def approximate_grants(period: Period) -> Sequence[JournalEntry]:
    """Entries of grants whose amount is known only about."""
    return db.session.scalars(
        sa.select(JournalEntry)
        .join(JournalEntry.postings)
        .where(
            JournalEntry.approximate,
            Posting.debit == Account.GRANTS,
            period.holds(Posting.occurred_on),
        )
        .distinct()
        .order_by(JournalEntry.occurred_on)
    ).all()


def programmes_delivered(period: Period) -> sa.Select[Any]:
    """The numbers of training programmes of which a day was held and attended."""
    return sa.select(TrainingDay.programme_id).where(
        period.holds(TrainingDay.held_on), TrainingDay.attendances.any()
    )


def _pilot_volunteers(period: Period) -> sa.Select[Any]:
    pilots = sa.select(Pledge.person_id).where(
        Pledge.cohort == records.PILOT,
        Pledge.kind == PledgeKind.TIME,
        period.open_at_end(Pledge.made_on, Pledge.ended_on),
    )
    return sa.select(Volunteer.id).where(Volunteer.person_id.in_(pilots))


def pilot_volunteers_with_dbs(period: Period) -> tuple[int, int]:
    """How many pilot volunteers there are, and how many of them have a clear DBS decision."""
    clear = (
        sa.select(DbsRecord.person_id)
        .where(
            DbsRecord.decision.in_((DbsDecision.CLEAR, DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT)),
            DbsRecord.decided_on <= period.as_at,
        )
        .scalar_subquery()
    )
    pilots = _pilot_volunteers(period)
    return _counted(pilots), _counted(pilots.where(Volunteer.person_id.in_(clear)))


def support_mentors_of_pilots(period: Period) -> Sequence[int]:
    """For each pilot volunteer, how many support mentors they had at the end."""
    in_force = sa.and_(
        Support.volunteer_id == Volunteer.id, period.open_at_end(Support.from_on, Support.until_on)
    )
    statement = (
        sa.select(sa.func.count(Support.id))
        .select_from(Volunteer)
        .outerjoin(Support, in_force)
        .where(Volunteer.id.in_(_pilot_volunteers(period)))
        .group_by(Volunteer.id)
    )
    return db.session.scalars(statement).all()


def _counted(statement: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.subquery())) or 0
