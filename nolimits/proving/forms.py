"""What people type to prove who they are, and why a role is ended."""

from nolimits.kernel.forms import (
    CodeField,
    Form,
    HiddenField,
    Required,
    StringField,
    TextAreaField,
    at_most,
)


class CodeForm(Form):
    """The code of an app, or a recovery code."""

    code = StringField(
        "What does your authenticator app show?",
        [Required("Enter the 6 figures that the app shows, or a recovery code")],
        description="6 figures. A recovery code does too: each of those works once.",
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )


class RecoveryForm(Form):
    """A recovery code, of somebody who has no app."""

    code = StringField(
        "Lost it? Enter a recovery code",
        [Required("Enter one of your recovery codes")],
        description="From the page that you printed. Each works once.",
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class MailedCodeForm(Form):
    """A code that was mailed for this."""

    code = CodeField(
        "Enter the code we sent you",
        [Required("Enter the 6 figures of the code")],
        description="It has 6 figures, and works for 10 minutes in this browser.",
    )


class AnswerForm(Form):
    """What a passkey answered; the browser fills it in."""

    credential = HiddenField()


class ReasonForm(Form):
    """Why somebody's factors are to be taken off, and how they were recognised."""

    reason = TextAreaField(
        "What happened, and how do you know that it is them?",
        [Required("Say what happened, and how you know that it is them"), at_most(500, "This")],
    )


class EndRoleForm(Form):
    """Why nobody needs somebody's role any more."""

    reason = TextAreaField(
        "Why is it ended?", [Required("Say why the role is ended"), at_most(500, "This")]
    )
