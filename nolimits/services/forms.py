"""What is asked about something that a service offers."""

from typing import Any

from nolimits.kernel.forms import (
    DateField,
    Form,
    IntegerField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
)
from nolimits.partners.queries import may_offer
from nolimits.people.queries import directorate_names
from nolimits.services.models import ServiceKind
from nolimits.services.operations import Service
from nolimits.strategy.forms import action_field
from nolimits.young_people.forms import age_field
from nolimits.young_people.models import OLDEST, YOUNGEST

KINDS = {
    ServiceKind.FREE_PASS: "A free pass",
    ServiceKind.TICKETS: "Tickets before others get them",
    ServiceKind.WORK_EXPERIENCE: "Work experience",
    ServiceKind.INTERVIEW: "A guaranteed interview",
    ServiceKind.OTHER: "Something else",
}


class ServiceForm(Form):
    """All about it, on one page."""

    directorate = SelectField("Which directorate offers it?", [Required("Choose a directorate")])
    project = SelectField(
        "Does a project of a partner give it?",
        description="The directorate is then the one that works with the partner.",
    )
    kind = RadioField("What is it?", [Required("Choose what it is")], choices=list(KINDS.items()))
    title = StringField(
        "Give it a short name",
        [Required("Give it a short name"), at_most(100, "The name")],
        description="For example, Swim for free at the Splash.",
    )
    what = TextAreaField(
        "What does a young person get, and how?",
        [Required("Say what they get, and how"), at_most(500, "What they get")],
        description="They read this. Nobody who uses it should have to say that they are in care.",
        render_kw={"rows": 4},
    )
    stock = IntegerField(
        "How many are there?", [optional()], description="Leave it empty if there is no limit."
    )
    youngest = age_field("From which age?", YOUNGEST)
    oldest = age_field("Up to which age?", OLDEST)
    from_on = DateField("From which day?", [Required("Enter the first day")])
    until_on = DateField("Until which day?", [Required("Enter the last day")])
    action = action_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = directorate_names()
        self.directorate.choices = [("", "Choose a directorate"), *((one, one) for one in names)]
        given = [(one.reference, f"{one.title}, {one.partner.name}") for one in may_offer()]
        self.project.choices = [("", "No, the service itself"), *given]

    def validate_stock(self, field: IntegerField) -> None:
        """At least one, where there is a limit."""
        if field.data is not None and not 1 <= field.data <= 100_000:
            raise ValidationError("Enter a number from 1 to 100,000, or leave it empty")

    def service(self) -> Service:
        """The answers as the operation takes them."""
        return Service(
            kind=ServiceKind(self.kind.data),
            title=self.title.data or "",
            what=self.what.data or "",
            stock=self.stock.data,
            youngest=self.youngest.data,
            oldest=self.oldest.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
        )
