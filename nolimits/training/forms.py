"""What a coordinator types about training."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, ClassVar

from nolimits.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    email_address,
    optional,
    whole_number,
)
from nolimits.people.models import Person
from nolimits.training.kinds import Answer, Mark
from nolimits.training.models import Attendance, TrainingDay
from nolimits.training.operations import Marked, Session
from nolimits.training.registers import key_of

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class ProgrammeForm(Form):
    """A new programme."""

    name = StringField("What is it called?", [Required("Enter its name"), at_most(120, "Name")])
    days = IntegerField(
        "How many days does it take?", [whole_number("Enter a number of days from 1 to 10", 1, 10)]
    )
    in_work_time = RadioField(
        "Is it held in work time?", [Required("Say whether it is in work time")], choices=YES_OR_NO
    )
    valid_months = IntegerField(
        "For how many months does a pass last?",
        [whole_number("Enter a number of months from 1 to 60", 1, 60)],
        description="Mentors should train again after 24 months at the latest.",
    )
    for_readiness = RadioField(
        "Must every volunteer pass it before being ready?",
        [Required("Say whether every volunteer must pass it")],
        choices=YES_OR_NO,
    )

    def values(self) -> dict[str, Any]:
        """The answers, as the programme keeps them."""
        return {
            **{name: self[name].data for name in ("name", "days", "valid_months")},
            **{name: self[name].data == "yes" for name in ("in_work_time", "for_readiness")},
        }


class TimeField(StringField):
    """A time of day, typed as people write it: 9:30, 14.00 or 9."""

    data: Any
    _TIME = re.compile(r"^([01]?\d|2[0-3])(?:[:.]?([0-5]\d))?$")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        found = self._TIME.match(typed)
        self.data = time(int(found[1]), int(found[2] or 0)) if found else None
        if typed and not found:
            raise ValueError("Enter a time, like 9:30 or 14:00")

    def _value(self) -> str:
        typed = self.raw_data[0] if self.raw_data else None
        return str(typed or (f"{self.data:%-H:%M}" if self.data else ""))


class HoursForm(Form):
    """The hours of a day, where it is held, by whom and for how many."""

    starts_at = TimeField("When does it start?", [Required("Enter when it starts")])
    ends_at = TimeField("When does it end?", [Required("Enter when it ends")])
    places = IntegerField(
        "How many places are there?", [whole_number("Enter a number from 1 to 500", 1, 500)]
    )
    room = StringField(
        "Where is it held?",
        [at_most(200, "The room")],
        description="Shown only to those who have a place, once they have signed in.",
    )
    online_link = StringField("Link, if it is held online", [at_most(300, "The link")])
    trainer = SelectField(
        "Who leads it?",
        description="They can take its register. Somebody who has no such role is not listed.",
    )

    def __init__(self, trainers: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by_reference = {one.reference: one for one in trainers}
        names = [(key, one.name) for key, one in self.by_reference.items()]
        self.trainer.choices = [("", "Not known yet"), *names]

    def session(self, number: int, held_on: Any) -> Session:
        """The day as it is planned."""
        return Session(
            number,
            held_on,
            **{name: self[name].data for name in ("starts_at", "ends_at", "places")},
            room=self.room.data or "",
            online_link=self.online_link.data or "",
            trainer=self.by_reference.get(self.trainer.data),
        )


class SessionForm(HoursForm):
    """One day that was planned, to be changed."""

    held_on = DateField("When is it held?", [Required("Enter the date")])

    @classmethod
    def of(cls, day: TrainingDay, trainers: Iterable[Person]) -> "SessionForm":
        """The form as it stands for a day that was planned."""
        names = ("held_on", "starts_at", "ends_at", "places", "room", "online_link")
        trainer = day.trainer.reference if day.trainer else ""
        return cls(trainers, data={one: getattr(day, one) for one in names} | {"trainer": trainer})


class RunForm(HoursForm):
    """A run of a programme: a date for each day that it holds, the rest alike for all of them."""

    days: int

    @classmethod
    def of(cls, days: int) -> type["RunForm"]:
        """The form for a programme of so many days."""
        dates = {
            f"day_{number}": DateField(
                f"When is day {number} held?",
                description="Leave it empty if this run does not hold it." if days > 1 else "",
            )
            for number in range(1, days + 1)
        }
        return type("RunFormOfDays", (cls,), {**dates, "days": days})

    @property
    def dates(self) -> list[Any]:
        """The fields of the dates, in order."""
        return [self[f"day_{number}"] for number in range(1, self.days + 1)]

    def sessions(self) -> list[Session]:
        """Each day that has a date."""
        given = enumerate((field.data for field in self.dates), start=1)
        return [self.session(number, held_on) for number, held_on in given if held_on]


class PeopleForm(Form):
    """Several people, ticked."""

    people = CheckboxesField("Who was there?")

    def __init__(self, people: Iterable[Person], question: str = "Who was there?") -> None:
        super().__init__()
        self.people.label.text = question
        self.by_reference = {person.reference: person for person in people}
        self.people.choices = [(key, person.name) for key, person in self.by_reference.items()]
        self.people.hints = {
            key: person.job_title or "" for key, person in self.by_reference.items()
        }

    @property
    def chosen(self) -> list[Person]:
        """The people who were ticked."""
        return [self.by_reference[key] for key in self.people.data or ()]


class ManagerForm(Form):
    """Who somebody's line manager is."""

    email = StringField(
        "What is your line manager's email address at work?",
        [Required("Enter your line manager's email address"), email_address()],
        description="The letter says that you train, on which days and at what hours. "
        "It says nothing more of you.",
    )


class AnswerForm(Form):
    """What a manager says."""

    answer = RadioField(
        "Do you agree?",
        [Required("Say whether you agree")],
        choices=[
            (Answer.YES.value, "Yes, they can train in work time on these days"),
            (Answer.ANOTHER_DAY.value, "Not on these days, but another day would do"),
            (Answer.NO.value, "No"),
        ],
    )
    reason = TextAreaField(
        "Why, or which day would do?",
        [at_most(300, "The reason")],
        description="Only where you do not agree. They read it. Write no health details.",
    )


MARKS = [
    (Mark.PRESENT, "Present"),
    (Mark.LATE, "Late"),
    (Mark.LEFT_EARLY, "Left early"),
    (Mark.ABSENT, "Absent"),
]


class RegisterForm(Form):
    """A register: for each person what it says of them, and why they were not there for all."""

    by_reference: ClassVar[dict[str, Person]]

    @classmethod
    def of(
        cls,
        people: Iterable[Person],
        register: Mapping[Person, Attendance],
        agreed: Mapping[Person, str],
    ) -> "RegisterForm":
        """The register of some people, as it stands; `agreed` is what their managers said."""
        listed = {key_of(one): one for one in people}
        asked: dict[str, Any] = {"by_reference": listed}
        stands: dict[str, Any] = {}
        for key, person in listed.items():
            asked[f"mark_{key}"] = RadioField(
                person.name, [optional()], choices=MARKS, description=agreed.get(person, "")
            )
            asked[f"reason_{key}"] = StringField(
                f"Why, for {person.name}", [at_most(200, "The reason")]
            )
            if entry := register.get(person):
                stands |= {f"mark_{key}": entry.mark.value, f"reason_{key}": entry.reason or ""}
        form: RegisterForm = type("RegisterOfPeople", (cls,), asked)(data=stands)
        return form

    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each person."""
        return [(self[f"mark_{key}"], self[f"reason_{key}"]) for key in self.by_reference]

    def marks(self) -> dict[Person, Marked]:
        """What is said of each person of whom something is said."""
        return {
            person: Marked(Mark(mark.data), reason.data or "")
            for person, (mark, reason) in zip(self.by_reference.values(), self.rows(), strict=True)
            if mark.data
        }
