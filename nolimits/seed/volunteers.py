"""The invented council's volunteers: 25 of them, at every stage, over the last year."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from nolimits.backgrounds import operations as backgrounds
from nolimits.backgrounds.abroad import Address
from nolimits.checks import operations as checks
from nolimits.checks import queries as checks_queries
from nolimits.checks.documents import Document
from nolimits.checks.forms import CONTEXTS
from nolimits.checks.models import ReferenceRequest, Suitability, Verified
from nolimits.checks.referees import Referee
from nolimits.checks.talk import QUESTIONS
from nolimits.dbs import disclosures
from nolimits.dbs import operations as dbs
from nolimits.dbs import queries as dbs_queries
from nolimits.dbs.kinds import (
    DbsDecision,
    Factor,
    Met,
    Shown,
    Terms,
    VolunteerRole,
    Weight,
    Workforce,
)
from nolimits.dbs.models import DbsRecord
from nolimits.handbook import operations as handbooks
from nolimits.handbook import queries as handbooks_queries
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.settings import settings
from nolimits.people.models import SLOTS, Interest, Person
from nolimits.seed import Council
from nolimits.seed.pledges import one_to_one
from nolimits.seed.training import book_next_run, renew_handbook
from nolimits.training import operations as training
from nolimits.training.models import TrainingDay
from nolimits.volunteers import operations, supporting
from nolimits.volunteers.models import LeavingReason, Volunteer
from nolimits.volunteers.operations import Application

MOTIVATIONS = (
    "A neighbour had time for me when I was fourteen, and I never forgot it.",
    "I sit in meetings about young people. I would like to know one.",
    "My own children have grown up, and my Saturdays are my own again.",
    "I grew up with my nan. I know what one adult who stays can change.",
    "I am good at listening and bad at giving advice, which I hear is the right way round.",
    "The talk at our team day stayed with me.",
)
PROFILES = (
    "I cook, badly, and laugh about it.",
    "I have two greyhounds who think they are cats.",
    "I fix bikes and lose at chess.",
    "I like films with too many explosions, and long walks after.",
    "I draw, mostly birds. I am learning the ukulele.",
    "I follow the Boro, in good years and all the others.",
)
REFEREES = ("Ottoline Fairfeather", "Bartholomew Quickly", "Clementine Moss", "Rufus Overhill")
ANSWERS = {
    "known": "We ran the same Saturday club for years.",
    "related": "no",
    "lives_with": "no",
    "years": 4,
    "suitable": "yes",
    "why": "They turn up when they said they would, and they listen before they talk.",
    "worries": "no",
    "trust": "yes",
}


@dataclass(frozen=True)
class Story:
    """One volunteer's way: where it began, how far it went, and what came after."""

    begun: int  # days ago
    run: int | None  # which run of training they joined
    until: str  # the last step that was taken
    after: str = ""


STORIES = (
    *(Story(348 - number, 0, "clear") for number in range(7)),
    *(Story(150 - 2 * number, 1, "clear") for number in range(3)),
    Story(149, 1, "clear", "recheck_soon"),
    Story(147, 1, "clear", "recheck_passed"),
    Story(341, 0, "clear", "hold"),
    Story(145, 1, "clear", "hold"),
    Story(340, 0, "clear", "left"),
    Story(60, None, "references_in", "left"),
    *(Story(days, None, "apply") for days in (2, 6)),
    Story(13, None, "identity"),
    *(Story(days, None, "references_asked") for days in (27, 36)),
    Story(44, None, "certificate"),
    Story(47, None, "certificate", "second_decider"),
    Story(143, 1, "first_day"),
    Story(139, 1, "support"),
)


def fill(council: Council) -> None:
    """25 volunteers among staff and councillors."""
    busy = {*council.coordinators, *council.support_mentors, *council.workers}
    busy |= {*council.safeguarding_leads, *council.administrators}
    people = [person for person in council.staff if person not in busy]
    people = [*council.dice.sample(people, len(STORIES) - 2), *council.councillors[:2]]
    council.dice.shuffle(people)
    for number, (story, person) in enumerate(zip(STORIES, people, strict=True)):
        council.volunteers.append(Way(council, story, number, person).walk())
        one_to_one(council, council.volunteers[-1])
    renew_handbook(council)
    book_next_run(council, people)
    handbook = handbooks_queries.current_handbook()
    for number, (story, volunteer) in enumerate(zip(STORIES, council.volunteers, strict=True)):
        if handbook and story.after != "left" and story.until in ("clear", "support"):
            with clock.standing_at(council.ago(days=5 + number % 20)):
                handbooks.acknowledge_handbook(handbook, by=volunteer.person)


class Way:
    """One volunteer's way through the gates, day by day."""

    def __init__(self, council: Council, story: Story, number: int, person: Person) -> None:
        self.council, self.story, self.person, self.number = council, story, person, number
        self.begun = story.begun
        self.first, self.second = council.coordinators[:2]
        self.volunteer: Volunteer
        self.check: DbsRecord

    def walk(self) -> Volunteer:
        """Take each step on its day, to the last of the story."""
        steps: tuple[tuple[str, int, Callable[[], object]], ...] = (
            ("apply", 0, self.apply),
            ("identity", 9, self.see_identity),
            ("interview", 12, self.meet),
            ("references_asked", 13, self.one_reference),
            ("references_in", 16, self.accept_references),
            ("certificate", 30, self.see_certificate),
            ("dbs", 31, self.decide_dbs),
            ("first_day", 0, lambda: self.attend(0)),
            ("second_day", 0, lambda: self.attend(1)),
            ("agreement", 1, self.sign),
            ("support", 2, self.get_support),
            ("clear", 5, self.clear),
        )
        for name, later, step in steps:
            if name in ("first_day", "second_day"):
                day = self.days()[name == "second_day"].held_on
                self.begun = (self.council.today - day).days
            with clock.standing_at(
                min(self.council.today, self.council.ago(days=self.begun - later))
            ):
                step()
            if name == self.story.until:
                break
        self.afterwards()
        return self.volunteer

    def apply(self) -> None:
        dice = self.council.dice
        contexts = dice.sample(list(CONTEXTS), 2)
        names = dice.sample(REFEREES, 2)
        referees = [
            Referee(name, f"{name.lower().replace(' ', '.')}{self.number}@home.example", one, 4)
            for name, one in zip(names, contexts, strict=True)
        ]
        application = Application(
            motivation=dice.choice(MOTIVATIONS),
            area=dice.choice(self.council.areas),
            interests=dice.sample(list(Interest), 4),
            availability=sorted(dice.sample(SLOTS[2::3] + SLOTS[15:], 5), key=SLOTS.index),
            profile=dice.choice(PROFILES),
            referees=(referees[0], referees[1]),
        )
        self.volunteer = operations.apply(application, by=self.person)
        home = Address(f"{self.number + 2} Invented Row, TS99 9ZZ", False, date(2012, 5, 1))
        backgrounds.tell_background(date(1984, 5, 1), [home], by=self.person)
        backgrounds.disclose({}, by=self.person)

    def see_identity(self) -> None:
        shown = [Document.PASSPORT, Document.COUNCIL_TAX_BILL]
        checks.record_identity(self.person, shown, clock.today(), by=self.first)

    def meet(self) -> None:
        """An interview, and then the DBS check is begun."""
        if not checks_queries.is_trained(self.first, clock.today()):
            checks.record_recruiter_training(self.first, clock.today(), by=self.second)
        checks.record_interview(
            self.person,
            self.first,
            self.council.support_mentors[self.number % 5],
            Suitability.SUITABLE,
            clock.today(),
            scores=dict.fromkeys(QUESTIONS, (3, "")),
            apart=True,
            by=self.first,
        )
        self.check = dbs.start_dbs(
            self.person, VolunteerRole.MENTOR, Workforce.CHILD, Terms(), by=self.first
        )

    def one_reference(self) -> None:
        """One referee has answered, the other is written to again."""
        first, second = checks_queries.references(self.person)
        _answer(first)
        checks.decide_reference(first, Suitability.SUITABLE, Verified.MET, by=self.first)
        checks.chase_reference(second, by=self.first)

    def accept_references(self) -> None:
        second = checks_queries.references(self.person)[1]
        _answer(second)
        checks.decide_reference(second, Suitability.SUITABLE, Verified.MET, by=self.second)

    def see_certificate(self) -> None:
        today, after = self.council.today, self.story.after
        issued_on: date = clock.today() - timedelta(days=9)
        if after.startswith("recheck"):  # a certificate that they had brought from elsewhere
            day = today + timedelta(days=20 if after == "recheck_soon" else -4)
            issued_on = dbs_queries.years_after(day, -settings().dbs_recheck_years)
        number = f"{self.council.dice.randrange(10**12):012}"
        dbs.see_certificate(self.check, number, issued_on, Shown.ORIGINAL_IN_PERSON, by=self.first)

    def decide_dbs(self) -> None:
        dbs.decide_dbs(self.check, DbsDecision.CLEAR, by=self.first)

    def days(self) -> list[TrainingDay]:
        """The two days of their run."""
        if self.council.training is None or self.story.run is None:
            return []
        return self.council.training.training_days[2 * self.story.run : 2 * self.story.run + 2]

    def attend(self, number: int) -> None:
        training.record_attendance(self.days()[number], self.person, by=self.first)

    def sign(self) -> None:
        if self.council.training:
            training.pass_training(self.council.training, self.person, by=self.first)
        handbook = handbooks_queries.current_handbook()
        if handbook:
            handbooks.acknowledge_handbook(handbook, by=self.person)
        operations.sign_agreement(self.volunteer, by=self.person)

    def get_support(self) -> None:
        mentor = self.council.support_mentors[self.number % 5]
        supporting.assign_support_mentor(self.volunteer, mentor, by=self.first)

    def clear(self) -> None:
        operations.clear_volunteer(self.volunteer, by=self.second)

    def afterwards(self) -> None:
        """What came after the last step."""
        if self.story.after == "hold":
            with clock.standing_at(self.council.ago(days=20 + self.number)):
                operations.put_on_hold(self.volunteer, "Time for family", by=self.first)
        elif self.story.after == "left":
            with clock.standing_at(self.council.ago(days=25)):
                operations.leave(self.volunteer, LeavingReason.CHANGED_JOB, by=self.first)
        elif self.story.after == "second_decider":
            with clock.standing_at(self.council.ago(days=3)):
                self.weigh()

    def weigh(self) -> None:
        """Something is on it: one meets them, another decides, a third is awaited."""
        disclosures.find_disclosure(self.check, by=self.first)
        weights = dict.fromkeys(Factor, Weight.LOWERS)
        met = (clock.today(), Met.IN_PERSON, weights)
        disclosures.record_meeting(self.check, *met, by=self.second)
        risky = DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT
        dbs.decide_dbs(self.check, risky, by=self.first)


def _answer(reference: ReferenceRequest) -> None:
    """Open the link in the newest letter to a referee, and answer."""
    body = db.session.scalar(
        sa.select(OutboxMessage.body)
        .where(OutboxMessage.recipient == reference.email)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    found = re.search(r"/references/(\S+)", body or "")
    checks.receive_reference(
        found[1] if found else "",
        {
            **ANSWERS,
            "postcode": f"TS9 {reference.id % 10}AA",
            "phone": f"+441632960{reference.id % 1000:03}",
        },
        by=NOBODY,
    )
