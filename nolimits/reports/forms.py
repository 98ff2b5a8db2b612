"""Which days a report is about."""

from datetime import date
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from nolimits.kernel import clock
from nolimits.kernel.forms import (
    DateField,
    Form,
    IntegerField,
    Required,
    StringField,
    TextAreaField,
    Unguarded,
    ValidationError,
    at_most,
    optional,
    whole_number,
)
from nolimits.reports.figures import Period


class SeriesForm(Form):
    """What is reported, how often and to whom."""

    heading = "How do you report to the Board?"
    name = StringField(
        "What is the report called?",
        [Required("Enter what the report is called"), at_most(120, "The name")],
    )
    every_months = IntegerField(
        "How many months lie between two reports?",
        [Required("Enter a number of months"), whole_number("Enter 1 to 12 months", 1, 12)],
        default=6,
    )
    bodies = TextAreaField(
        "Who gets it?",
        [Required("Enter who gets it")],
        description="One on each line, like: the Corporate Parenting Board",
    )


class PeriodForm(Form):
    """The first and last day of a report."""

    heading = "Which days is the report about?"
    from_on = DateField("First day", [Required("Enter the first day")])
    as_at = DateField("Last day", [Required("Enter the last day")])

    def validate_as_at(self, field: Any) -> None:
        """The last day is not to come, and not before the first."""
        first = self.from_on.data
        if field.data and field.data > clock.today():
            raise ValidationError("The last day must be today or in the past")
        if field.data and first and field.data < first:
            raise ValidationError("The last day must be the first day or later")


class DaysForm(Unguarded):
    """The days that totals are asked for, as the address says them."""

    from_on = DateField("First day", [optional()])
    as_at = DateField("Last day", [Required("Enter the last day")])
    validate_as_at = PeriodForm.validate_as_at

    @classmethod
    def of(cls, address: Any, first: date | None) -> Self:
        """Read an address (from_on=2026-03-31, or three boxes); without days, `first` to today."""
        today, boxes = clock.today(), MultiDict[str, str](address)
        begun = min(first, today) if first and not boxes else None
        for name in ("from_on", "as_at"):
            parts = boxes.pop(name, "").split("-")
            if parts != [""]:
                named = zip(("year", "month", "day"), [*parts, "", ""], strict=False)
                boxes.update({f"{name}-{part}": text for part, text in named})
        return cls(formdata=boxes, data={"as_at": today, "from_on": begun})

    @property
    def period(self) -> Period:
        """The days, once they are known to be right."""
        days: Any = self.data
        return Period(days["as_at"], days["from_on"])
