"""What people type on the way to being a ready volunteer."""

from typing import Any

from nolimits.checks.forms import CONTEXTS, RefereeForm
from nolimits.checks.models import ReferenceContext
from nolimits.checks.referees import Referee, letterbox
from nolimits.kernel.forms import (
    BooleanField,
    CheckboxesField,
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
from nolimits.kernel.journeys import Answers
from nolimits.kernel.pages import current_person
from nolimits.kernel.states import words
from nolimits.people import queries as people_queries
from nolimits.people.models import SLOTS, Interest, Person
from nolimits.safeguarding.kinds import DbsReferral
from nolimits.safeguarding.wording import DBS_REFERRALS
from nolimits.volunteers.leaving import DutyToRefer
from nolimits.volunteers.models import NEUTRAL, LeavingReason
from nolimits.volunteers.operations import Application
from nolimits.volunteers.pool import Carrier
from nolimits.volunteers.wording import told_too_much

LEAVING = {
    LeavingReason.OWN_CHOICE: "It is their own choice",
    LeavingReason.CHANGED_JOB: "They have changed jobs",
    LeavingReason.NOT_SUITABLE: "Volunteering here does not suit",
    LeavingReason.WITHDREW: "They took their application back",
}
OWN_LEAVING = {
    LeavingReason.OWN_CHOICE: "It is my own choice",
    LeavingReason.CHANGED_JOB: "I have changed jobs",
    LeavingReason.NOT_SUITABLE: "Volunteering here does not suit me",
    LeavingReason.WITHDREW: "I take my application back",
}


class EligibleForm(Form):
    """Old enough to be checked."""

    old_enough = RadioField(
        "Are you 16 or over?",
        [Required("Say whether you are 16 or over")],
        choices=[("yes", "Yes"), ("no", "No")],
        description="Staff and councillors can be mentors. It is not the role of an independent "
        "visitor, which the law keeps apart.",
    )

    def validate_old_enough(self, field: RadioField) -> None:
        """Nobody younger is checked, so nobody younger can be a mentor."""
        if field.data == "no":
            raise ValidationError("Volunteers must be 16 or over")


class MotivationForm(Form):
    """Why somebody asks."""

    motivation = TextAreaField(
        "Why would you like to volunteer?",
        [Required("Say why you would like to volunteer"), at_most(2000, "Your answer")],
        description="A few sentences. There is no right answer.",
    )


class AreaForm(Form):
    """Where somebody can be."""

    area = RadioField(
        "Where would you like to volunteer?",
        [Required("Choose where you would like to volunteer")],
        description="Near home or near work, as you like.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area.choices = [(area.name, area.name) for area in people_queries.areas()]


class InterestsForm(Form):
    """What somebody likes to do."""

    interests = CheckboxesField(
        "What do you like to do?",
        [Required("Choose at least one thing that you like to do")],
        choices=[(one.value, words(one).capitalize()) for one in Interest],
        description="Young people choose who they spend time with by what they share.",
    )


class AvailabilityForm(Form):
    """When somebody has time."""

    availability = CheckboxesField(
        "When could you give time?",
        [Required("Choose at least one time")],
        choices=[(slot, slot.capitalize()) for slot in SLOTS],
        description="Most volunteers give two hours or so, every week or two.",
    )


class ProfileForm(Form):
    """How somebody introduces themself to a young person."""

    profile = TextAreaField(
        "Say hello to a young person",
        [Required("Write a few words about yourself"), at_most(500, "Your words")],
        description="They read this when they choose. No surname, no address, nothing too grand.",
        render_kw={"rows": 4},
    )

    def validate_profile(self, field: TextAreaField) -> None:
        """Nothing by which a young person could be reached, or reach them, past everyone."""
        if why := told_too_much(field.data or "", getattr(current_person(), "name", "")):
            raise ValidationError(why)


class _RefereeForm(Form):
    """One referee, whose fields are named apart from the other's."""

    nth = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before: Answers = kwargs.get("data") or {}

    def summary(self) -> list[tuple[str, str]]:
        """Each line says of which referee it is."""
        return [
            (f"{self.heading}: {label[:1].lower()}{label[1:]}", answer)
            for label, answer in super().summary()
        ]

    def check_email(self, field: Any) -> None:
        """Somebody else, and not the same twice."""
        person: Any = current_person()
        if letterbox(field.data) == letterbox(getattr(person, "email", None)):
            raise ValidationError("This is your own address. Give your referee's")
        first = letterbox(self.before.get("first_email"))
        if self.nth == "second" and letterbox(field.data) == first:
            raise ValidationError("Give two different referees")

    def check_context(self, field: Any) -> None:
        """From another part of life than the first."""
        if self.nth == "second" and field.data == self.before.get("first_context"):
            raise ValidationError("The two referees must know you from different parts of life")


def _referee_form(nth: str) -> type[_RefereeForm]:
    fields = {
        f"{nth}_{name}": getattr(RefereeForm, name) for name in ("name", "email", "years_known")
    }
    context: Any = RadioField(
        "Where do they know you from?",
        [Required("Choose where they know you from")],
        choices=list(CONTEXTS.items()),
    )
    context.creation_counter = RefereeForm.context.creation_counter  # it keeps its place
    fields[f"{nth}_context"] = context
    fields[f"{nth}_apart"] = BooleanField(
        "They are not a relative of mine, not my partner or a relative's, and do not live with me",
        [Required("A relative or partner, or somebody you live with, cannot be a referee")],
    )
    rules = {
        f"validate_{nth}_email": _RefereeForm.check_email,
        f"validate_{nth}_context": _RefereeForm.check_context,
    }
    heading = f"Your {nth} referee"
    return type(f"{nth}Form", (_RefereeForm,), {"nth": nth, "heading": heading, **fields, **rules})


FirstRefereeForm, SecondRefereeForm = _referee_form("first"), _referee_form("second")


def application(answers: Answers) -> Application:
    """What was answered, as the operation takes it."""
    return Application(
        motivation=answers["motivation"],
        area=next(one for one in people_queries.areas() if one.name == answers["area"]),
        interests=[Interest(one) for one in answers["interests"]],
        availability=sorted(answers["availability"], key=SLOTS.index),
        profile=answers["profile"],
        referees=(_referee(answers, "first"), _referee(answers, "second")),
    )


def _referee(answers: Answers, nth: str) -> Referee:
    return Referee(
        answers[f"{nth}_name"],
        answers[f"{nth}_email"],
        ReferenceContext(answers[f"{nth}_context"]),
        answers[f"{nth}_years_known"],
    )


class AgreementForm(Form):
    """A promise, made by ticking it."""

    agree = BooleanField(
        "I have read the agreement and will keep to it", [Required("Tick the box to agree")]
    )


class ClearForm(Form):
    """That whoever clears a volunteer is nobody close to them (R-REC-5)."""

    apart = BooleanField(
        "I am no relative or partner of theirs, do not live with them, and was not their referee",
        [Required("Somebody who is not close to them clears them")],
    )


class SupportMentorForm(Form):
    """Who stands behind a volunteer."""

    mentor = SelectField("Who will be their support mentor?", [Required("Choose a support mentor")])
    reason = StringField(
        "If they have no room left: why is it them?",
        [optional(), at_most(200, "The reason")],
    )
    mentors: dict[str, Person]

    def offer(self, carriers: list[Carrier]) -> None:
        """Have these to choose among."""
        self.mentors = {one.person.reference: one.person for one in carriers}
        choices = [(one.person.reference, f"{one.person.name}: {one.told}") for one in carriers]
        self.mentor.choices = [("", "Choose a person"), *choices]


class ReasonForm(Form):
    """Why, in neutral words."""

    reason = StringField(
        "Why?",
        [Required("Say why, in a few neutral words"), at_most(200, "The reason")],
        description="A few neutral words. No worry about anyone's safety: that is a concern, and "
        "goes to the safeguarding lead.",
    )


class HoldForm(ReasonForm):
    """The same for a break: what is offered says no more than anybody need know."""

    reason = StringField(
        "Why?",
        [Required("Say why, in a few neutral words"), at_most(200, "The reason")],
        default=NEUTRAL,
        description="A few neutral words. They are shown to the volunteer too.",
    )


class LeaveForm(Form):
    """Why somebody stops."""

    reason = RadioField("Why?", [Required("Choose a reason")], choices=list(LEAVING.items()))


class OwnLeaveForm(Form):
    """The same, as somebody says it of themself."""

    reason = RadioField("Why?", [Required("Choose a reason")], choices=list(OWN_LEAVING.items()))


class RemoveForm(LeaveForm):
    """Why somebody else stops, and the duty to refer (R-DBS-18)."""

    harm = RadioField(
        "Did they harm a child, or might they have, or could they?",
        [Required("Say whether they harmed a child, or might have")],
        choices=[("no", "No"), ("yes", "Yes")],
        description="Also where they resign. If you are not sure, ask the safeguarding lead first.",
    )
    referral = RadioField(
        "If yes: are they referred to the DBS?", [optional()], choices=list(DBS_REFERRALS.items())
    )
    decided_by = SelectField("If yes: who decided that?", [optional()])
    decided_on = DateField("If yes: on which day?", [optional()])

    def __init__(self, leads: list[Person]) -> None:
        super().__init__()
        self.leads = {one.reference: one for one in leads}
        choices = [(key, one.name) for key, one in self.leads.items()]
        self.decided_by.choices = [("", "Choose a safeguarding lead"), *choices]

    def duty(self) -> DutyToRefer | None:
        """The decision, where all of it is given."""
        lead = self.leads.get(self.decided_by.data or "")
        if not (self.referral.data and lead and self.decided_on.data):
            return None
        return DutyToRefer(DbsReferral(self.referral.data), lead, self.decided_on.data)
