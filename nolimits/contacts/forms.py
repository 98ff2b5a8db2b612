"""What a volunteer writes down of one time."""

import re
from datetime import date, time

from nolimits.contacts.models import ContactKind
from nolimits.dbs.regulated import Contact, Why
from nolimits.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    Unguarded,
    ValidationError,
    at_most,
    optional,
    whole_number,
)

KINDS = {
    ContactKind.ONE_TO_ONE: "We met, the two of us",
    ContactKind.INVITED_ALONG: "They came along to something",
    ContactKind.CALL: "A call",
    ContactKind.MESSAGE: "A message",
    ContactKind.LETTER: "A letter",
}
MINUTES = "Enter the time in minutes, from 1 to 1,440"


class ContactForm(Form):
    """One time of being in touch."""

    held_on = DateField("Which day was it?", [Required("Enter the day")])
    kind = RadioField(
        "How were you in touch?",
        [Required("Choose how you were in touch")],
        choices=[(one.value, text) for one, text in KINDS.items()],
    )
    minutes = IntegerField(
        "How many minutes?",
        [Required(MINUTES), whole_number(MINUTES, 1, 1440)],
        description="Without your way there and back. Two hours are 120.",
    )
    activity = StringField(
        "What did you do?", [Required("Say what you did"), at_most(200, "What you did")]
    )
    notes = TextAreaField(
        "How was it?",
        [optional(), at_most(2000, "Your notes")],
        description="Do not write names, schools or addresses. The young person may read this "
        "one day.",
    )
    in_work_time = BooleanField("It was in my work time")
    worried = BooleanField(
        "Something worried me",
        description="When you send this, you can tell the safeguarding lead. Nobody else reads it.",
    )


WHY = {
    Why.PERSONAL_CARE: "Personal care of a child: even once is regulated activity",
    Why.NIGHT: "With a child between 2 and 6 at night, face to face",
    Why.DAYS: "On more than 3 days in one window of 30",
    Why.WEEKLY: "Agreed with a child once a week or more often",
}
MOST_DAYS = 100
FIRST_YEAR, LAST_YEAR = 2020, 2100
WRONG_DAYS = f"Enter one day on each line, {MOST_DAYS} at most, like 27 3 2027"


class WhatIfForm(Unguarded):
    """Days that somebody thinks of, to see what they would come to."""

    days = TextAreaField(
        "More days with young people",
        [at_most(1500, "The days")],
        description="One on each line, like 27 3 2027. Nothing of it is kept.",
    )
    night = BooleanField("Also between 2 and 6 at night, face to face")
    care = BooleanField("With personal care, like help with washing or toilet")

    def validate_days(self, field: TextAreaField) -> None:
        """Each line is a day."""
        try:
            self.contacts()
        except ValueError:
            raise ValidationError(WRONG_DAYS) from None

    def contacts(self) -> list[Contact]:
        """The days as contacts; raises ValueError where a line is no day."""
        lines = [one for one in (self.days.data or "").splitlines() if one.strip()]
        if len(lines) > MOST_DAYS:
            raise ValueError("too many")
        night = time(2) if self.night.data else None
        return [Contact(_read(one), starts=night, personal_care=self.care.data) for one in lines]


def _read(line: str) -> date:
    day, month, year = (int(one) for one in re.split(r"[ /.-]+", line.strip()))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no year of ours")
    return date(year, month, day)
