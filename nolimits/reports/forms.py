"""Which days a report is about."""

from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.forms import (
    DateField,
    Form,
    IntegerField,
    Required,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    whole_number,
)


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
