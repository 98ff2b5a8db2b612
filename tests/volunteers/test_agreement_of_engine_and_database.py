"""The engine and the database answer alike, whatever the history, on any day."""

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from nolimits.backgrounds.models import (
    Background,
    DisclosureDecision,
    OverseasCheck,
    OverseasWay,
    SelfDisclosure,
    Told,
)
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceContext,
    ReferenceRequest,
    Suitability,
)
from nolimits.dbs.kinds import DbsDecision, DbsLevel, Fee, VolunteerRole, Workforce
from nolimits.dbs.models import DbsRecord, RoleVersion
from nolimits.handbook.models import Acknowledgement, Audience
from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db, transaction
from nolimits.people.models import RoleGrant
from nolimits.training.models import TrainingPass, TrainingProgramme
from nolimits.volunteers import gates, queries
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.models import (
    Agreement,
    Clearance,
    Grounds,
    Hold,
    LeavingReason,
    Support,
    Volunteer,
)
from nolimits.volunteers.readiness import Gate, Stage
from tests.factories.handbook import row_of
from tests.factories.people import coordinator, staff
from tests.factories.volunteers import an_area

pytestmark = pytest.mark.usefixtures("app")
BEGIN = date(2026, 1, 1)


class Past:
    """A made-up past of some volunteers: rows of every kind, on any days at all."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.others = [coordinator() for _ in range(3)]
        self.people = [staff() for _ in range(12)]
        self.area = an_area()
        self.write()

    def day(self):
        """The first of some week, so that many things fall on one day."""
        return BEGIN + timedelta(weeks=self.dice.randrange(17))

    def span(self):
        begin = self.day()
        later = self.dice.choice([None, None, 0, 1, 28, 63])
        return begin, None if later is None else begin + timedelta(days=later)

    def some(self, most=2):
        return range(self.dice.choice([0, *range(1, most + 1), most, most]))

    @transaction
    def write(self):
        self.programmes = [
            TrainingProgramme(
                name=f"P{n}", days=1, in_work_time=True, valid_months=24, for_readiness=n < 2
            )
            for n in range(self.dice.choice([1, 2, 3]))
        ]
        self.handbooks = [
            self.version(audience, n + 1)
            for audience in Audience
            for n in range(3 if audience is Audience.EVERYONE else self.dice.choice([0, 1, 3]))
        ]
        db.session.add_all([*self.programmes, *self.handbooks, *self.asked()])
        db.session.flush()
        for person in self.people:
            self.volunteer(person)

    def version(self, audience, number):
        """One that must be read from a day on, or that corrects the one before."""
        days = self.dice.choice([None, 0, 7, 30, 60])
        days = 30 if number == 1 and days is None else days
        return row_of(audience, number, self.day(), days, by=self.others)

    def asked(self):
        """A lower level for a time, and then the one of today; before either, none."""
        begin, change = sorted([self.day(), self.day()])
        proposer, approver, _ = (one.id for one in self.others)
        for level, opened, closed in (
            (DbsLevel.ENHANCED, begin, change),
            (DbsLevel.ENHANCED_BARRED, change, None),
        ):
            yield RoleVersion(
                role=VolunteerRole.MENTOR,
                number=1 + (closed is None),
                level=level,
                workforce=Workforce.CHILD,
                regulated=closed is None,
                paid=closed is None,
                reason="R",
                proposed_on=BEGIN,
                proposed_by_id=proposer,
                approved_by_id=approver,
                opened_on=opened,
                closed_on=closed,
            )

    def account(self, person):
        """Shut for now, or from a day on, or without the role for a time."""
        person.joined_on = BEGIN
        person.left_on = self.dice.choice([None, None, None, self.day()])
        person.suspended_at = self.dice.choice([None] * 5 + [clock.now()])
        begin, end = self.span()
        grant = {"person_id": person.id, "role": Role.VOLUNTEER}
        db.session.add(RoleGrant(**grant, from_on=begin, until_on=end))

    def volunteer(self, person):
        self.account(person)
        left = self.dice.choice([None, None, self.day()])
        volunteer = Volunteer(
            person_id=person.id,
            area=self.area,
            applied_on=self.day(),
            motivation="M",
            profile="P",
            left_on=left,
            left_reason=LeavingReason.OWN_CHOICE if left else None,
            left_grounds=Grounds.NONE if left else None,
        )
        db.session.add(volunteer)
        db.session.flush()
        for rows in (self.told, self.checks, self.references, self.dbs, self.learnt, self.spans):
            for row in rows(person.id, volunteer.id):
                db.session.add(row)
                db.session.flush()  # each has its number in the order of recording

    def told(self, person, volunteer):
        first, second, _ = (one.id for one in self.others)
        for _ in self.some(2):
            something = self.dice.random() < 0.5
            decided = self.day() if something and self.dice.random() < 0.8 else None
            good = self.dice.random() < 0.8
            agreed = decided + timedelta(days=9) if good and decided else None
            no = not good and self.dice.random() < 0.5
            yield SelfDisclosure(
                person_id=person,
                made_on=self.day(),
                told=Told.SOMETHING if something else Told.NOTHING,
                words={"other": "W"} if something else None,
                decision=list(DisclosureDecision)[no] if decided else None,
                decided_on=decided,
                decided_by_id=first if decided else None,
                seconded_on=agreed,
                seconded_by_id=second if agreed else None,
            )
        for _ in self.some(2):
            yield Background(
                person_id=person,
                told_on=self.day(),
                born_on="1980-01-01",
                names="",
                addresses=[],
                countries="",
                months_abroad=self.dice.choice([0, 11, 12, 30]),
            )
        for _ in self.some(1):
            approved = self.day() if self.dice.random() < 0.8 else None
            yield OverseasCheck(
                person_id=person,
                months=self.dice.choice([12, 30]),
                way=self.dice.choice(list(OverseasWay)),
                recorded_on=self.day(),
                recorded_by_id=first,
                approved_on=approved,
                approved_by_id=second if approved else None,
            )

    def checks(self, person, volunteer):
        first, second, _ = (one.id for one in self.others)
        for _ in self.some(1):
            yield IdentityCheck(
                person_id=person, seen_on=self.day(), seen_by_id=first, documents=[]
            )
        for _ in self.some():
            yield Interview(
                person_id=person,
                held_on=self.day(),
                first_interviewer_id=first,
                second_interviewer_id=second,
                outcome=self.dice.choice([*Suitability, Suitability.SUITABLE]),
            )

    def references(self, person, volunteer):
        first = self.others[0].id
        for n in self.some(5):
            decided, replaced = self.span()
            good = self.dice.random() < 0.9
            yield ReferenceRequest(
                person_id=person,
                referee_name="R",
                email=f"r{n}@home.example",
                context=list(ReferenceContext)[(n + self.dice.randrange(3)) % 4],
                years_known=2,
                token_print=f"{person}-{n}",
                asked_on=BEGIN,
                received_on=BEGIN,
                answers={},
                decided_on=decided,
                decided_by_id=first,
                decision=Suitability.SUITABLE if good else Suitability.NOT_SUITABLE,
                replaced_on=replaced,
            )

    def dbs(self, person, volunteer):
        first, second, third = (one.id for one in self.others)
        for _ in self.some():
            decision = self.dice.choice([*DbsDecision, DbsDecision.CLEAR])
            decided = self.day()
            risky = decision == DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT
            agreed = decided + timedelta(days=9) if risky and self.dice.random() < 0.7 else None
            no = decision == DbsDecision.NOT_SUITABLE
            yield DbsRecord(
                person_id=person,
                level=self.dice.choice([DbsLevel.ENHANCED_BARRED] * 4 + [*DbsLevel]),
                workforce=self.dice.choice([Workforce.CHILD] * 5 + [Workforce.ADULT]),
                fee=self.dice.choice([Fee.PAID] * 5 + [Fee.VOLUNTEER, None]),
                applied_on=BEGIN,
                number="0" * 12,
                issued_on=BEGIN,
                seen_on=BEGIN,
                seen_by_id=first,
                decision=decision,
                decided_on=decided,
                decided_by_id=second,
                seconded_on=agreed,
                seconded_by_id=third if agreed else None,
                recheck_on=None if no else self.day() + timedelta(days=42),
            )

    def learnt(self, person, volunteer):
        for programme in self.programmes:
            for _ in self.some(1):
                passed = self.day()
                yield TrainingPass(
                    programme_id=programme.id,
                    person_id=person,
                    passed_on=passed,
                    expires_on=passed + timedelta(days=self.dice.choice([21, 30, 63, 90])),
                    recorded_by_id=self.others[0].id,
                )
        for handbook in self.handbooks:
            for _ in self.some(1):
                yield Acknowledgement(handbook_id=handbook.id, person_id=person, made_on=self.day())

    def spans(self, person, volunteer):
        other = self.others[0].id
        for _ in self.some(1):
            yield Agreement(volunteer_id=volunteer, signed_on=self.day())
        for _ in self.some(1):
            begin, end = self.span()
            yield Support(volunteer_id=volunteer, mentor_id=other, from_on=begin, until_on=end)
        for _ in self.some(1):
            begin, end = self.span()
            yield Clearance(
                volunteer_id=volunteer, cleared_by_id=other, cleared_on=begin, until_on=end
            )
        for _ in range(self.dice.choice([0, 0, 1])):
            begin, end = self.span()
            yield Hold(volunteer_id=volunteer, from_on=begin, until_on=end, reason="R")


@pytest.mark.parametrize("seed", range(3))
def test_engine_and_database_agree_on_every_day_of_any_past(seed):
    Past(seed)
    facts = queries.facts()
    seen = set()
    for day in (BEGIN + timedelta(days=n) for n in range(200) if n % 7 in (0, 6)):
        found = queries.readiness(day)
        stages = dict(db.session.execute(sa.select(Volunteer.id, gates.stage(day))).all())
        for volunteer_id, known in facts.items():
            missing = tuple(one.gate for one in engine.missing(known, day))
            assert found[volunteer_id] == missing, day
            assert stages[volunteer_id] == engine.stage(frozenset(missing)).value
            seen |= {(gate, gate in missing) for gate in Gate}

    assert seen >= {(gate, state) for gate in Gate for state in (True, False)}, "too tame a past"
    assert set(stages.values()) <= set(Stage)
