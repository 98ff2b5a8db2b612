"""What people type about a check: the shape of it, and the words of its errors."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from nolimits.checks.documents import Document
from nolimits.checks.models import ReferenceContext, Suitability, Verified
from nolimits.checks.referees import Referee
from nolimits.checks.talk import QUESTIONS, SCORES, Scores
from nolimits.kernel import clock
from nolimits.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    EmailField,
    Form,
    IntegerField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    email_address,
    optional,
    phone_number,
    whole_number,
)
from nolimits.people.models import Person

YES_NO = [("yes", "Yes"), ("no", "No")]
CONTEXTS = {
    ReferenceContext.WORK: "Work, study or training",
    ReferenceContext.COMMUNITY: "Volunteering, a club or a faith group",
    ReferenceContext.PERSONAL: "As a neighbour or friend, not family",
}
DOCUMENTS = {
    Document.PASSPORT: "Passport",
    Document.DRIVING_LICENCE: "Driving licence with a photo and current address",
    Document.BIRTH_CERTIFICATE: "Birth certificate",
    Document.RESIDENCE_PERMIT: "Residence permit",
    Document.COUNCIL_TAX_BILL: "Council tax bill of this year",
    Document.BANK_STATEMENT: "Bank statement of the last 3 months",
    Document.UTILITY_BILL: "Utility bill of the last 3 months",
}
VERIFIED = {
    Verified.RANG_FOUND_NUMBER: "I rang them on a number that we found ourselves",
    Verified.MET: "I met them, and saw who they are",
    Verified.KNOWN: "I have known them for long, and spoke with them",
}


class IdentityForm(Form):
    """Which originals were seen, and when."""

    documents = CheckboxesField(
        "Which original documents did you see?",
        [Required("Choose the documents that you saw")],
        choices=list(DOCUMENTS.items()),
        description="Together they must show name, date of birth and address. Keep no copies.",
    )
    seen_on = DateField("When did you see them?", [Required("Enter the day on which you saw them")])

    def chosen(self) -> list[Document]:
        """The kinds of documents ticked."""
        return [Document(one) for one in self.documents.data]


class RecruiterTrainingForm(Form):
    """When somebody was trained."""

    trained_on = DateField(
        "When were they trained in safer recruitment?",
        [Required("Enter the day of the training")],
        description="It counts for 3 years.",
    )


class _TalkForm(Form):
    """Who talked with them, when, how they answered, and what came of it."""

    first = SelectField("First interviewer", [Required("Choose the first interviewer")])
    second = SelectField(
        "Second interviewer",
        [Required("Choose the second interviewer")],
        description="One of the two is trained in safer recruitment.",
    )
    held_on = DateField("When did you meet?", [Required("Enter the day on which you met")])
    outcome = RadioField(
        "Would you have them volunteer with a young person?",
        [Required("Say whether you would")],
        choices=[
            (Suitability.SUITABLE, "Yes"),
            (Suitability.NOT_SUITABLE, "No"),
        ],
    )
    apart = BooleanField(
        "Neither of us is a relative or partner of theirs, or wrote a reference for them",
        [Required("Only people who are not related to them, and are no referee, interview them")],
    )

    def __init__(self, people: list[Person], trained: set[int]) -> None:
        super().__init__(data={"held_on": clock.today()})
        self.people = {one.reference: one for one in people}
        named = [
            (key, f"{one.name}, trained" if one.id in trained else one.name)
            for key, one in self.people.items()
        ]
        self.first.choices = self.second.choices = [("", "Choose a person"), *named]

    def scores(self) -> Scores:
        """Each question's score, and what was noted."""
        return {
            name: (int(self._fields[f"{name}_score"].data), self._fields[f"{name}_note"].data)
            for name in QUESTIONS
        }


def _scored() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, words in QUESTIONS.items():
        fields[f"{name}_score"] = RadioField(
            words,
            [Required(f"Score this: {words[:1].lower()}{words[1:]}")],
            choices=[(str(score), said) for score, said in SCORES.items()],
        )
        fields[f"{name}_note"] = StringField(
            "In a few words", [optional(), at_most(200, "The note")]
        )
    return fields


InterviewForm = type("InterviewForm", (_TalkForm,), _scored())


class RefereeForm(Form):
    """Somebody to ask."""

    name = StringField(
        "Their name", [Required("Enter the referee's name"), at_most(120, "Their name")]
    )
    email = EmailField(
        "Their email address",
        [Required("Enter the referee's email address"), email_address()],
    )
    context = RadioField(
        "Where do they know the volunteer from?",
        [Required("Choose where they know the volunteer from")],
        choices=list(CONTEXTS.items()),
    )
    years_known = IntegerField(
        "For how many years?",
        [
            Required("Enter the number of years, 2 or more"),
            whole_number("Enter the number of years, 2 or more", 2, 80),
        ],
    )

    def referee(self) -> Referee:
        """Whom to ask."""
        return Referee(
            self.name.data,
            self.email.data,
            ReferenceContext(self.context.data),
            self.years_known.data or 0,
        )


class NamedRefereeForm(RefereeForm):
    """Somebody whom a volunteer names in addition, or in somebody's place."""

    apart = BooleanField(
        "They are not a relative of mine, not my partner or a relative's, and do not live with me",
        [Required("A relative or partner, or somebody you live with, cannot be a referee")],
    )

    def __init__(self, contexts: list[ReferenceContext]) -> None:
        super().__init__()
        self.context.label.text = "Where do they know you from?"
        words = {**CONTEXTS, ReferenceContext.ABROAD: "From the time when I lived abroad"}
        self.context.choices = [SelectChoice(one, words[one]) for one in contexts]


class ReferenceForm(Form):
    """What a referee says."""

    known = TextAreaField(
        "How do you know them, and for how long?",
        [Required("Say how you know them, and for how long"), at_most(500, "Your answer")],
        render_kw={"rows": 3},
    )
    years = IntegerField(
        "For how many whole years have you known them?",
        [
            Required("Enter the number of years"),
            whole_number("Enter the number of years, between 0 and 90", 0, 90),
        ],
    )
    related = RadioField(
        "Are you related to them, or the partner of a relative?",
        [Required("Say whether you are related")],
        choices=YES_NO,
    )
    lives_with = RadioField(
        "Do you live with them, or are you their partner?",
        [Required("Say whether you live with them")],
        choices=YES_NO,
    )
    suitable = RadioField(
        "Would they be good for a young person who was in care?",
        [Required("Say whether they would be good for a young person")],
        choices=[*YES_NO, ("unsure", "I am not sure")],
    )
    why = TextAreaField(
        "What makes you say so?",
        [Required("Say what makes you say so"), at_most(1500, "Your answer")],
        description="Think of patience, keeping promises, keeping boundaries, and listening.",
    )
    worries = RadioField(
        "Do you know of any reason why they should not be alone with a child?",
        [Required("Say whether you know of any reason")],
        choices=[("no", "No"), ("yes", "Yes, please ring me")],
        description="If yes, our safeguarding lead will ring you. You need not write about it.",
    )
    phone = StringField(
        "Your phone number",
        [
            Required("Enter your phone number, so that we can ring you"),
            at_most(30, "Your phone number"),
            phone_number,
        ],
        description="So that we can check that it was you, and ring you if you ask us.",
        render_kw={"autocomplete": "tel"},
    )
    postcode = StringField(
        "Your postcode",
        [Required("Enter your postcode"), at_most(12, "Your postcode")],
        description="Only to see that you do not live with them.",
        render_kw={"autocomplete": "postal-code"},
    )
    trust = RadioField(
        "Would you trust them with a child you love?",
        [Required("Say whether you would trust them")],
        choices=YES_NO,
    )


class DecideReferenceForm(Form):
    """Whether a reference is good enough."""

    decision = RadioField(
        "Do you accept this reference?",
        [Required("Say whether you accept it")],
        choices=[
            (Suitability.SUITABLE, "Yes"),
            (Suitability.NOT_SUITABLE, "No, another is needed"),
        ],
    )
    verified = RadioField(
        "If you do: how did you check that it is them?",
        [optional()],
        choices=list(VERIFIED.items()),
        description="An address or a number that they gave themselves proves nothing.",
    )
