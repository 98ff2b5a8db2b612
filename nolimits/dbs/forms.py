"""What people type about a DBS check: the shape of it, and the words of its errors."""

from collections.abc import Sequence

from nolimits.dbs.kinds import DbsDecision, DbsLevel, Shown, VolunteerRole, Workforce
from nolimits.dbs.roles import Asks
from nolimits.kernel.forms import (
    DateField,
    Form,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    at_most,
)

DECISIONS = {
    DbsDecision.CLEAR: "Clear: there is nothing on the certificate",
    DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT: "Clear after a risk assessment",
    DbsDecision.NOT_SUITABLE: "Not suitable",
}

ROLES = {
    VolunteerRole.MENTOR: "Mentor",
    VolunteerRole.INVITING_ALONG: "Inviting along",
    VolunteerRole.INDEPENDENT_VISITOR: "Independent visitor",
}
LEVELS = {
    DbsLevel.BASIC: "Basic",
    DbsLevel.STANDARD: "Standard",
    DbsLevel.ENHANCED: "Enhanced",
    DbsLevel.ENHANCED_BARRED: "Enhanced, with the children's barred list",
}
WORKFORCES = {
    Workforce.CHILD: "Children",
    Workforce.ADULT: "Adults",
    Workforce.CHILD_AND_ADULT: "Children and adults",
    Workforce.OTHER: "Neither",
}


class RoleVersionForm(Form):
    """What a role asks of a DBS check, and why it may."""

    role = RadioField("Which role?", [Required("Choose the role")], choices=list(ROLES.items()))
    regulated = RadioField(
        "Is it regulated activity with children?",
        [Required("Say whether it is regulated activity")],
        choices=[("yes", "Yes"), ("no", "No")],
        description="Teaching, training, care, supervision, advice or driving for children: once "
        "a week or more often, on more than 3 days in any 30, or between 2 and 6 at night. "
        "Personal care counts even once. That somebody watches changes nothing.",
    )
    level = RadioField(
        "Which level of check?", [Required("Choose the level")], choices=list(LEVELS.items())
    )
    workforce = RadioField(
        "For work with whom?",
        [Required("Choose for work with whom")],
        choices=list(WORKFORCES.items()),
    )
    reason = TextAreaField(
        "Why may the role be checked at this level?",
        [Required("Say why the role may be checked at this level"), at_most(500, "The reason")],
        description="The reason in law, as human resources confirmed it. Name nobody.",
    )

    def asks(self) -> Asks:
        """The answers, as the role asks them."""
        return Asks(
            DbsLevel(self.level.data),
            Workforce(self.workforce.data),
            self.regulated.data == "yes",
            self.reason.data,
        )


class StartDbsForm(Form):
    """For work with whom the check is."""

    workforce = RadioField(
        "For work with whom is the check?",
        [Required("Choose for work with whom the check is")],
        description="The level is the one that the role asks, and no other may be asked.",
    )

    def __init__(self, workforces: Sequence[Workforce]) -> None:
        super().__init__()
        self.workforce.choices = [(one, WORKFORCES[one]) for one in workforces]


class CertificateForm(Form):
    """The certificate that somebody brought."""

    shown = RadioField(
        "What did you see?",
        [Required("Say what you saw")],
        choices=[
            (Shown.ORIGINAL_IN_PERSON, "The original, in person"),
            (Shown.COPY, "A copy or a picture of it"),
            (Shown.VIDEO, "The original, on a video call"),
        ],
    )
    number = StringField(
        "Certificate number",
        [Required("Enter the certificate number")],
        description="12 figures, at the top right.",
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    issued_on = DateField(
        "Date of issue", [Required("Enter the date of issue")], description="On the certificate."
    )


class DecideDbsForm(Form):
    """What a certificate comes to."""

    decision = RadioField(
        "What do you decide?",
        [Required("Choose what you decide")],
        choices=list(DECISIONS.items()),
        description="Something on a certificate does not rule anyone out. Meet them, weigh the "
        "risk, and a second person decides with you. Write nothing about it here.",
    )
