"""What people type about a DBS check: the shape of it, and the words of its errors."""

from collections.abc import Sequence

from nolimits.dbs.kinds import (
    DbsDecision,
    DbsLevel,
    DbsState,
    Factor,
    Fee,
    Met,
    Shown,
    StatusAnswer,
    Terms,
    VolunteerRole,
    Weight,
    Workforce,
)
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

SOMETHING = "something"
SHOWS = {
    DbsDecision.CLEAR: "Nothing is on it: they are clear",
    SOMETHING: "Something is on it: somebody meets them, and others decide",
}
DECISIONS = {
    DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT: "Clear after the risk assessment",
    DbsDecision.NOT_SUITABLE: "Not suitable",
}
MET = {Met.IN_PERSON: "In person", Met.VIDEO: "By video call"}
FACTORS = {
    Factor.ROLE: "What the role does, and with whom",
    Factor.TIME: "How long ago it was",
    Factor.PATTERN: "Whether it stands alone",
    Factor.CHANGE: "What has changed in their life since",
    Factor.OPENNESS: "How openly they spoke of it, now and in what they told before",
    Factor.SAFEGUARDS: "What can be done so that everybody is safe",
}
WEIGHTS = {
    Weight.LOWERS: "Lowers the risk",
    Weight.NEITHER: "Changes nothing",
    Weight.RAISES: "Raises the risk",
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

ANSWERS = {
    StatusAnswer.BLANK_NO_NEW_INFO: "It is as it was: nothing is on it, and nothing is new",
    StatusAnswer.NON_BLANK_NO_NEW_INFO: "It is as it was: something is on it, and nothing is new",
    StatusAnswer.NEW_INFO: "Something is new. Ask for a new certificate, and see it first",
    StatusAnswer.NO_MATCH_FOUND: "It was not found: they have not joined, or the surname or the "
    "date of birth is not as on the certificate",
}
FEES = {
    Fee.VOLUNTEER: "A volunteer's check: it costs nothing",
    Fee.PAID: "The council pays for it",
}
YES_NO = [("yes", "Yes"), ("no", "No")]


class RoleVersionForm(Form):
    """What a role asks of a DBS check, and why it may."""

    role = RadioField("Which role?", [Required("Choose the role")], choices=list(ROLES.items()))
    regulated = RadioField(
        "Is it regulated activity with children?",
        [Required("Say whether it is regulated activity")],
        choices=YES_NO,
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
    paid = RadioField(
        "Is whoever does it paid for it?",
        [Required("Say whether the role is paid")],
        choices=YES_NO,
        description="A volunteer's certificate, which costs nothing, serves no paid role.",
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
            self.paid.data == "yes",
        )


class StartDbsForm(Form):
    """For work with whom the check is."""

    workforce = RadioField(
        "For work with whom is the check?",
        [Required("Choose for work with whom the check is")],
        description="The level is the one that the role asks, and no other may be asked.",
    )

    unpaid = RadioField(
        "Are they unpaid, but for travel and out-of-pocket costs that were approved?",
        [Required("Say whether they are unpaid")],
        choices=YES_NO,
        description="Where somebody volunteers in paid work time, ask the DBS before you answer.",
    )
    placement = RadioField(
        "Is it a work placement?",
        [Required("Say whether it is a work placement")],
        choices=YES_NO,
    )
    trainee = RadioField(
        "Do they do it as part of training for a job or a profession?",
        [Required("Say whether they are in training")],
        choices=YES_NO,
    )
    relatives_only = RadioField(
        "Is it for close relatives of theirs alone?",
        [Required("Say whether it is for close relatives alone")],
        choices=YES_NO,
    )

    def __init__(self, workforces: Sequence[Workforce]) -> None:
        super().__init__()
        self.workforce.choices = [(one, WORKFORCES[one]) for one in workforces]

    def terms(self) -> Terms:
        """The four answers on which it rests what the check costs."""
        asked = ("unpaid", "placement", "trainee", "relatives_only")
        return Terms(*(self._fields[name].data == "yes" for name in asked))


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
        description="Something on a certificate does not rule anyone out. Write nothing about it "
        "here, or anywhere else.",
    )

    def __init__(self, state: DbsState) -> None:
        super().__init__()
        choices = SHOWS if state is DbsState.CERTIFICATE_SEEN else DECISIONS
        self.decision.choices = list(choices.items())


class _MetForm(Form):
    """That they were met about what is on the certificate, and how it weighs."""

    met_on = DateField("When were they met?", [Required("Enter the day")])
    how = RadioField("How?", [Required("Say how they were met")], choices=list(MET.items()))

    def weights(self) -> dict[Factor, Weight]:
        """What each factor does to the risk."""
        return {factor: Weight(self._fields[factor.value].data) for factor in Factor}


def _weighed(words: str) -> RadioField:
    says = Required(f"Say what it does to the risk: {words.lower()}")
    return RadioField(words, [says], choices=list(WEIGHTS.items()))


MeetingForm = type(
    "MeetingForm", (_MetForm,), {one.value: _weighed(words) for one, words in FACTORS.items()}
)


class UpdateServiceForm(Form):
    """What somebody says of the Update Service."""

    joined = RadioField(
        "Has the Update Service been joined with this certificate?",
        [Required("Say whether it has been joined")],
        choices=YES_NO,
    )
    agreed = RadioField(
        "May we ask the Update Service about it?",
        [Required("Say whether we may ask")],
        choices=YES_NO,
        description="We ask once a year, and when something has changed. The Update Service shows "
        "its member who asked. A yes can be taken back here at any time.",
    )


class StatusForm(Form):
    """About whom the Update Service is asked."""

    surname = StringField(
        "Surname",
        [Required("Enter the surname"), at_most(100, "The surname")],
        description="Exactly as on the certificate.",
        render_kw={"autocomplete": "off"},
    )
    born_on = DateField(
        "Date of birth", [Required("Enter the date of birth")], description="On the certificate."
    )
