"""What people type when they ask about their data, and what officers answer."""

from typing import Any

from nolimits.kernel.forms import (
    DateField,
    Form,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
)
from nolimits.privacy.kinds import (
    AskedBy,
    Ground,
    ItemDecision,
    Outcome,
    RequestKind,
    StopReason,
    WithheldBecause,
)
from nolimits.privacy.models import CopyItem, DataRequest

KINDS = {
    RequestKind.COPY: "A copy of what you hold about me",
    RequestKind.CORRECTION: "Put something right",
    RequestKind.ERASURE: "Delete something",
    RequestKind.OBJECTION: "Stop using something",
    RequestKind.RESTRICTION: "Keep something, but do not use it for now",
}
SHORT = {
    RequestKind.COPY: "Copy",
    RequestKind.CORRECTION: "Correction",
    RequestKind.ERASURE: "Erasure",
    RequestKind.OBJECTION: "Objection",
    RequestKind.RESTRICTION: "Restriction",
}
ASKERS = {
    AskedBy.THEMSELF: "The person themself, a young person too",
    AskedBy.PARENT: "Somebody with parental responsibility for them",
    AskedBy.REPRESENTATIVE: "Somebody who acts for them, like a solicitor",
}
GROUNDS = {
    Ground.ACCURATE: "What we hold is right",
    Ground.PUBLIC_TASK: "We need it to care for children well, which is our public task",
    Ground.LEGAL_OBLIGATION: "The law says that we must keep it",
    Ground.SAFEGUARDING: "It keeps a child safe",
    Ground.CLAIMS: "It may be needed in court",
}
OUTCOMES = {
    Outcome.GRANTED: "Yes",
    Outcome.PARTLY: "Part of it",
    Outcome.REFUSED: "No",
}
STOPS = {
    StopReason.IDENTITY: "Proof of who they are",
    StopReason.CLARIFICATION: "What they mean",
}
DECISIONS = {
    ItemDecision.KEPT: "Give it as it is",
    ItemDecision.REDACTED: "Give it, with some words left out",
    ItemDecision.WITHHELD: "Leave it out",
}
BECAUSE = {
    WithheldBecause.ANOTHER_PERSON: "It is about somebody else, who has not agreed",
    WithheldBecause.SERIOUS_HARM: "It would seriously harm them or somebody else",
    WithheldBecause.CONFIDENTIAL_REFERENCE: "It is a reference, given in confidence",
    WithheldBecause.CRIME: "It would stand in the way of finding out about a crime",
}
NO_GROUND = ("", "None is needed")


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, text) for one, text in words.items()]


class AskForm(Form):
    """What somebody wants to be done with what is held about them."""

    kind = RadioField(
        "What would you like us to do?",
        [Required("Choose what you would like us to do")],
        choices=_choices(KINDS),
    )
    words = TextAreaField(
        "Tell us more",
        [at_most(2000, "This")],
        description="What is wrong, or what you would like to see. Your own words are fine.",
    )

    def validate_words(self, field: Any) -> None:
        """Only a copy needs no more words."""
        if not field.data and self.kind.data and self.kind.data != RequestKind.COPY.value:
            raise ValidationError("Tell us what you mean")


class RecordForm(AskForm):
    """What somebody asked by letter, by phone or in person."""

    whose = StringField(
        "Whose data?",
        [Required("Enter their email address or code")],
        description="Their email address, or a code like Y-7K2QWM4D.",
    )
    asked_by = RadioField("Who asked?", [Required("Choose who asked")], choices=_choices(ASKERS))
    asked_on = DateField("Which day did they ask?", [Required("Enter the day")])
    kind = RadioField(
        "What did they ask for?",
        [Required("Choose what they asked for")],
        choices=_choices(SHORT),
    )
    words = TextAreaField(
        "What did they say?", [at_most(2000, "This")], description="Their own words."
    )


class StopForm(Form):
    """What is needed from them first."""

    reason = RadioField(
        "What do you need from them?", [Required("Choose what you need")], choices=_choices(STOPS)
    )
    words = TextAreaField(
        "What shall they do?",
        [Required("Write what they shall do"), at_most(500, "This")],
        description="They read this on their page.",
    )

    def chosen(self) -> tuple[StopReason, str]:
        """What is needed, and the words."""
        return StopReason(self.reason.data), self.words.data


class ExtendForm(Form):
    """Why it takes longer."""

    because = TextAreaField(
        "Why does it take longer?",
        [Required("Say why"), at_most(500, "This")],
        description="They read this on their page.",
    )


class ItemForm(Form):
    """What becomes of one thing in a copy."""

    decision = RadioField(
        "What shall be given?",
        [Required("Choose what shall be given")],
        choices=_choices(DECISIONS),
    )
    because = SelectField("On what ground?", [optional()], choices=[NO_GROUND, *_choices(BECAUSE)])
    reason = TextAreaField(
        "Why? The second reader reads this",
        [optional(), at_most(500, "This")],
    )
    hidden = TextAreaField(
        "Words to leave out",
        [optional(), at_most(2000, "This")],
        description="Each on a line of its own, just as they stand there.",
    )

    def chosen(self) -> tuple[ItemDecision, WithheldBecause | None, str | None, list[str]]:
        """The decision, its ground, why, and the words to hide."""
        because = WithheldBecause(self.because.data) if self.because.data else None
        hidden = (self.hidden.data or "").splitlines()
        return ItemDecision(self.decision.data), because, self.reason.data or None, hidden

    @staticmethod
    def of(item: CopyItem) -> dict[str, Any]:
        """What was decided before."""
        return {
            "decision": item.decision and item.decision.value,
            "because": item.because and item.because.value,
            "reason": item.reason,
            "hidden": "\n".join(item.hidden or []),
        }


class AnswerForm(Form):
    """What is decided, and the words that they read."""

    outcome = RadioField(
        "What is decided?", [Required("Choose what is decided")], choices=_choices(OUTCOMES)
    )
    ground = SelectField(
        "On what ground is it refused?", [optional()], choices=[NO_GROUND, *_choices(GROUNDS)]
    )
    reply = TextAreaField(
        "What shall they read?",
        [Required("Write what they shall read"), at_most(2000, "This")],
        description="What was changed or not, and why. Short words.",
    )

    def __init__(self, request: DataRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request.kind is not RequestKind.CORRECTION:
            others = {one: text for one, text in GROUNDS.items() if one is not Ground.ACCURATE}
            self.ground.choices = [NO_GROUND, *_choices(others)]

    def chosen(self) -> tuple[Outcome, Ground | None, str]:
        """The outcome, its ground and the words."""
        ground = Ground(self.ground.data) if self.ground.data else None
        return Outcome(self.outcome.data), ground, self.reply.data


class StatementForm(Form):
    """Their own words beside what was not corrected."""

    words = TextAreaField(
        "What do you want to say about it?",
        [Required("Write what you want to say"), at_most(2000, "This")],
        description="It stays with what we hold. Whoever reads the one reads the other.",
    )
