"""What people type about a DBS check: the shape of it, and the words of its errors."""

from nolimits.dbs.models import ROLE_WORKFORCES, DbsDecision, Shown
from nolimits.kernel.forms import DateField, Form, RadioField, Required, StringField

DECISIONS = {
    DbsDecision.CLEAR: "Clear: there is nothing on the certificate",
    DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT: "Clear after a risk assessment",
    DbsDecision.NOT_SUITABLE: "Not suitable",
}


class StartDbsForm(Form):
    """For work with whom the check is."""

    workforce = RadioField(
        "For work with whom is the check?",
        [Required("Choose for work with whom the check is")],
        choices=[
            (one, ("Children", "Children and adults")[one != ROLE_WORKFORCES[0]])
            for one in ROLE_WORKFORCES
        ],
        description="An enhanced check with the children's barred list. No other level is asked.",
    )


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
