"""Which days a report is about."""

from collections.abc import Sequence
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from nolimits.kernel import clock
from nolimits.kernel.forms import (
    DateField,
    Form,
    IntegerField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    Unguarded,
    ValidationError,
    at_most,
    optional,
    whole_number,
)
from nolimits.kernel.pages import day
from nolimits.reports.figures import Period
from nolimits.reports.models import Report


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


class ReportedForm(Unguarded):
    """The report whose days totals are asked for, by whoever may ask for no others."""

    report = SelectField("Report", validate_choice=False)

    def __init__(self, address: MultiDict[str, str], reports: Sequence[Report]) -> None:
        """Read an address (report=BR-22222222); the newest report without one."""
        self.address, self.reports = address, {one.reference: one for one in reports}
        newest = next(iter(self.reports), "")
        super().__init__(formdata=MultiDict({"report": address.get("report", newest)}))
        self.report.choices = [
            (key, f"Until {day(one.as_at)}") for key, one in self.reports.items()
        ]

    def validate_report(self, field: Any) -> None:
        """No other days, of which one number less another could tell of somebody alone."""
        if any(name.startswith(("from_on", "as_at")) for name in self.address):
            raise ValidationError(
                "Choose a report: you see the totals of whole reports, as those of any days "
                "could be subtracted to tell of one person"
            )
        if self.reports and field.data not in self.reports:
            raise ValidationError("Choose one of the reports")

    @property
    def chosen(self) -> Report | None:
        """The report, once it is known to be right; None where nothing was reported yet."""
        return self.reports.get(self.report.data)


class DaysForm(Unguarded):
    """The days that totals are asked for, as the address says them."""

    from_on = DateField("First day", [optional()])
    as_at = DateField("Last day", [Required("Enter the last day")])
    validate_as_at = PeriodForm.validate_as_at

    @classmethod
    def of(cls, address: Any) -> Self:
        """Read an address (from_on=2026-03-31, or three boxes); all until today without days."""
        boxes = MultiDict[str, str](address)
        for name in ("from_on", "as_at"):
            parts = boxes.pop(name, "").split("-")
            if parts != [""]:
                named = zip(("year", "month", "day"), [*parts, "", ""], strict=False)
                boxes.update({f"{name}-{part}": text for part, text in named})
        return cls(formdata=boxes, data={"as_at": clock.today()})

    @property
    def period(self) -> Period:
        """The days, once they are known to be right."""
        days: Any = self.data
        return Period(days["as_at"], days["from_on"])
