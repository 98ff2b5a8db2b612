"""Which days a report is about."""

from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.forms import DateField, Form, Required, ValidationError


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
