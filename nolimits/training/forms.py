"""What a coordinator types about training and the handbook."""

from collections.abc import Iterable
from typing import Any

from nolimits.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    whole_number,
)
from nolimits.people.models import Person

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


class DayForm(Form):
    """One day of a programme, on a date."""

    number = SelectField("Which day of the programme?", coerce=int)
    held_on = DateField("When is it held?", [Required("Enter the date")])
    places = IntegerField(
        "How many places are there?", [whole_number("Enter a number from 1 to 500", 1, 500)]
    )

    def __init__(self, days: int) -> None:
        super().__init__()
        self.number.choices = [(number, f"Day {number}") for number in range(1, days + 1)]

    def values(self) -> tuple[Any, Any, Any]:
        """Which day, when, and for how many."""
        return self.number.data, self.held_on.data, self.places.data


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


class HandbookForm(Form):
    """A version of the handbook; sent twice, the second time to say that it may go out."""

    title = StringField("Title", [Required("Enter a title"), at_most(120, "Title")])
    text = TextAreaField(
        "Text",
        [Required("Enter the text of the handbook")],
        description="Start a heading with # and each line of a list with -. "
        "Every other line is a paragraph.",
        render_kw={"rows": 20},
    )
    changes = TextAreaField(
        "What changed since the last version?",
        description="This goes into the mail to everyone who read an earlier version.",
        render_kw={"rows": 3},
    )
    confirmed = HiddenField()

    def values(self) -> dict[str, Any]:
        """The answers, as the handbook keeps them."""
        return {name: self[name].data or "" for name in ("title", "text", "changes")}
