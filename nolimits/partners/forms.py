"""What is asked about partners, their people and projects, and what partners are asked."""

from nolimits.kernel import clock
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import (
    DateField,
    EmailField,
    Form,
    IntegerField,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    at_most,
    email_address,
    optional,
    whole_number,
)
from nolimits.partners.due import Every
from nolimits.partners.kinds import CHECK_WORDS, CheckKind, PartnerKind
from nolimits.partners.operations import Organisation, Seen
from nolimits.partners.projects import Plan
from nolimits.strategy.forms import action_field
from nolimits.strategy.models import Action

KINDS = {
    PartnerKind.CHARITY: "A charity",
    PartnerKind.ARTS: "Arts and culture",
    PartnerKind.SPORT: "A sports club",
    PartnerKind.COMMUNITY_GROUP: "A community group",
    PartnerKind.COMPANY: "A company",
    PartnerKind.PUBLIC_BODY: "A public body",
    PartnerKind.OTHER: "Something else",
}
CHECKS = {kind: words[0].upper() + words[1:] for kind, words in CHECK_WORDS.items()}
MOST = 100_000


class PartnerForm(Form):
    """An organisation: what it is, and whom to ask."""

    name = StringField("What is it called?", [Required("Enter its name"), at_most(120, "The name")])
    kind = RadioField("What is it?", [Required("Choose what it is")], choices=list(KINDS.items()))
    contact_name = StringField(
        "Whom do we ask there?", [Required("Enter a name"), at_most(120, "The name")]
    )
    contact_email = EmailField(
        "At which email address?", [Required("Enter an email address"), email_address()]
    )

    def organisation(self) -> Organisation:
        """The answers as the operation takes them."""
        asked = (self.contact_name.data or "", self.contact_email.data or "")
        return Organisation(self.name.data or "", PartnerKind(self.kind.data), *asked)


class CheckForm(Form):
    """What somebody saw of a partner."""

    kind = RadioField(
        "What did you see?", [Required("Choose what you saw")], choices=list(CHECKS.items())
    )
    what = StringField(
        "In which paper?",
        [Required("Say in which paper"), at_most(200, "The paper")],
        description="For example, Policy of March 2026, version 4. No name of anybody.",
    )
    seen_on = DateField("On which day?", [Required("Enter the day")], default=lambda: clock.today())
    valid_until = DateField("Until when does it hold?", [Required("Enter its last day")])

    def seen(self) -> Seen:
        """The answers as the operation takes them."""
        kind = CheckKind(self.kind.data)
        return Seen(kind, self.what.data or "", self.seen_on.data, self.valid_until.data)


class PartnerPersonForm(Form):
    """Somebody of a partner who is to sign in."""

    name = StringField("Name", [Required("Enter their name"), at_most(120, "A name")])
    email = EmailField(
        "Email address",
        [Required("Enter their email address"), email_address()],
        description="Whoever reads mail here signs in with a code. They are written to at once.",
    )


class ProjectForm(Form):
    """What a project is, and which action it serves."""

    title = StringField(
        "Give it a short name", [Required("Give it a short name"), at_most(100, "The name")]
    )
    gives = TextAreaField(
        "What does it give young people?",
        [Required("Say what it gives young people"), at_most(500, "What it gives")],
        description="In words that everybody may read. No name of anybody.",
        render_kw={"rows": 4},
    )
    action = action_field(needed=True)
    places = IntegerField(
        "How many places are there?",
        [optional()],
        description="Leave it empty if there is no limit.",
    )
    from_on = DateField("From which day?", [Required("Enter the first day")])
    until_on = DateField("Until which day?", [Required("Enter the last day")])
    every = RadioField(
        "How often does the partner report?",
        [Required("Choose how often")],
        choices=[(Every.MONTH.value, "Each month"), (Every.QUARTER.value, "Each quarter")],
    )

    def validate_places(self, field: IntegerField) -> None:
        """At least one, where there is a limit."""
        if field.data is not None:
            whole_number("Enter a number from 1 to 100,000, or leave it empty", 1, MOST)(
                self, field
            )

    def plan(self) -> Plan:
        """The answers as the operation takes them."""
        return Plan(
            title=self.title.data or "",
            gives=self.gives.data or "",
            places=self.places.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            every=Every(self.every.data),
        )

    def served(self) -> Action:
        """The action that it serves."""
        action = Action.by_key(self.action.data or "")
        if action is None:
            raise NotVisible
        return action


class ReasonForm(Form):
    """Why something is over, or taken back."""

    reason = StringField(
        "Why?",
        [Required("Say why"), at_most(200, "The reason")],
        description="A few words for the record. No name of a young person.",
    )


class QuestionForm(Form):
    """What a coordinator asks about totals."""

    question = StringField(
        "What do you ask?",
        [Required("Say what you ask"), at_most(200, "The question")],
        description="The partner reads it. No name of a young person.",
    )


def _count(what: str, label: str, hint: str = "") -> IntegerField:
    told = f"Enter how many {what}, 0 if there were none"
    rules = [Required(told), whole_number(told, 0, MOST)]
    return IntegerField(label, rules, description=hint)


class TotalsForm(Form):
    """What a partner reports of a month or quarter: counts alone."""

    heading = "Tell us how it went"
    sessions = _count("sessions", "How many sessions were held?")
    places = _count("places", "How many places were there in all?")
    young_people = _count(
        "young people",
        "How many young people took part?",
        "Each counted once, however often they came. A number and no more: never who.",
    )
    hours = _count("hours", "How many hours was it, all sessions together?")
