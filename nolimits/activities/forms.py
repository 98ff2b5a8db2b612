"""What is asked of whoever invites along, of whoever checks it, and what things are called."""

from datetime import date, time
from typing import Any

from nolimits.activities.models import (
    ActivityKind,
    Offer,
    PlaceKind,
    Risk,
    RiskAnswer,
    Transport,
)
from nolimits.activities.operations import MOST_TIMES, Invitation
from nolimits.activities.wording import ACCESSES, KINDS, PLACE_KINDS, RISKS, TRANSPORTS
from nolimits.kernel import clock
from nolimits.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
    whole_number,
)
from nolimits.kernel.pages import current_person
from nolimits.strategy.forms import action_field
from nolimits.strategy.models import Action
from nolimits.volunteers.wording import told_too_much
from nolimits.young_people import queries
from nolimits.young_people.forms import age_field

RISK_ANSWERS = {
    RiskAnswer.SAFE: "Yes",
    RiskAnswer.WITH: "Yes, with what is written below",
}
TIMES = [f"{hour:02}:{minute:02}" for hour in range(7, 23) for minute in (0, 30)][:-1]
CLOCK = [("", "Choose a time"), *((one, one) for one in TIMES)]


def _greeting(form: Any, field: Any) -> None:
    """Nothing by which a young person could be reached, or reach them, past everyone."""
    if why := told_too_much(field.data or "", getattr(current_person(), "name", "")):
        raise ValidationError(why)


def _number(message: str, at_least: int, most: int) -> list[Any]:
    """A whole number that has to be said."""
    return [Required(message), whole_number(message, at_least, most)]


class WhatForm(Form):
    """What it is."""

    heading = "What do you invite to?"
    kind = RadioField(
        "What kind of thing is it?",
        [Required("Choose what kind of thing it is")],
        choices=list(KINDS.items()),
    )
    title = StringField(
        "Give it a short name",
        [Required("Give it a short name"), at_most(80, "The name"), _greeting],
        description="For example, Park run on Saturday. No surname, and no exact place.",
    )
    what = TextAreaField(
        "What do you do there?",
        [Required("Say what you do there"), at_most(500, "What you do there"), _greeting],
        description="Young people read this. It costs them nothing: you or the scheme pay.",
        render_kw={"rows": 4},
    )


class WhenForm(Form):
    """When it is."""

    heading = "When is it?"
    day = DateField("Which day?", [Required("Enter the day")], description="For example, 27 3 2027")
    starts = SelectField("From", [Required("Choose when it starts")], choices=CLOCK)
    ends = SelectField("Until", [Required("Choose when it ends")], choices=CLOCK)
    times = IntegerField(
        "How many weeks running?",
        _number(f"Enter a number from 1 to {MOST_TIMES}", 1, MOST_TIMES),
        default=1,
        description="1 is just this once. Each week is offered by itself, so that one can be off.",
    )

    def validate_day(self, field: DateField) -> None:
        """Say at once that a day is over."""
        if field.data and field.data < clock.today():
            raise ValidationError("The day must be in the future")

    def validate_ends(self, field: SelectField) -> None:
        """Nobody is out overnight (R-MAT-3)."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError("It must end later than it starts, on the same day")


class WhereForm(Form):
    """Where it is, and how one gets there."""

    heading = "Where is it?"
    area = SelectField("Which part of the borough?", [Required("Choose an area")])
    place_kind = RadioField(
        "What kind of place is it?",
        [Required("Choose what kind of place it is")],
        choices=list(PLACE_KINDS.items()),
        description="Never anybody's home.",
    )
    meeting_place = TextAreaField(
        "Where exactly do you meet?",
        [Required("Say where you meet"), at_most(300, "Where you meet")],
        description="Only who has a place that everyone agreed to, their worker and the team.",
        render_kw={"rows": 2},
    )
    transport = RadioField(
        "How do they get there?",
        [Required("Choose how they get there")],
        choices=list(TRANSPORTS.items()),
        description="Nobody is driven in your car.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one.name for one in queries.areas()]
        self.area.choices = [("", "Choose an area"), *((name, name) for name in names)]


class WhoForm(Form):
    """For whom it is."""

    heading = "Whom does it suit?"
    seats = IntegerField(
        "How many young people can come?",
        _number("Enter a number from 1 to 20", 1, 20),
        default=2,
    )
    youngest = age_field("From which age?", 11)
    oldest = age_field("Up to which age?", 17)
    within_miles = IntegerField(
        "From how many miles away?",
        _number("Enter a number of miles from 1 to 50", 1, 50),
        default=10,
        description="Who lives further away does not see it.",
    )
    access = CheckboxesField(
        "What is there for who needs it?", [optional()], choices=list(ACCESSES.items())
    )

    def validate_oldest(self, field: IntegerField) -> None:
        """The younger age comes first."""
        if self.youngest.data and field.data and field.data < self.youngest.data:
            raise ValidationError("Enter an age that is not below the first")


class ServesForm(Form):
    """Which action it serves."""

    action = action_field()


class OfferForm(WhatForm, WhenForm, WhereForm, WhoForm, ServesForm):
    """All of it on one page, to put right what the team asked about."""

    heading = ""
    times: Any = None


class CheckForm(Form):
    """The fixed questions, each to be answered, and what is done about what needs it."""

    seen = HiddenField()
    public, others, suits, travel, hazards, reach = (
        RadioField(
            words,
            [Required("Answer this question")],
            choices=list(RISK_ANSWERS.items()),
        )
        for words in RISKS.values()
    )
    mitigations = TextAreaField(
        "What is done about it?",
        [optional(), at_most(1000, "What is done about it")],
        description="Who does what, before and during. No names of young people.",
        render_kw={"rows": 4},
    )

    def validate_mitigations(self, field: TextAreaField) -> None:
        """Something that is only safe with something done about it says what."""
        if RiskAnswer.WITH in self.risks().values() and not field.data:
            raise ValidationError("Say what is done about it")

    def risks(self) -> dict[Risk, RiskAnswer]:
        """Each question that was answered."""
        said = {risk: self._fields[risk.value].data for risk in Risk}
        return {risk: RiskAnswer(one) for risk, one in said.items() if one in list(RiskAnswer)}


class SendBackForm(Form):
    """What has to change."""

    to_change = TextAreaField(
        "What has to change first?",
        [Required("Say what has to change"), at_most(500, "What has to change")],
        render_kw={"rows": 4},
    )


def invitation(answers: dict[str, Any]) -> Invitation:
    """The answers as an operation takes them."""
    day = answers["day"]
    return Invitation(
        kind=ActivityKind(answers["kind"]),
        title=answers["title"],
        what=answers["what"],
        day=day if isinstance(day, date) else date.fromisoformat(day),
        starts=time.fromisoformat(answers["starts"]),
        ends=time.fromisoformat(answers["ends"]),
        area=queries.area_by_name(answers["area"]),
        place_kind=PlaceKind(answers["place_kind"]),
        meeting_place=answers["meeting_place"],
        transport=Transport(answers["transport"]),
        within_miles=answers["within_miles"],
        seats=answers["seats"],
        youngest=answers["youngest"],
        oldest=answers["oldest"],
        access=answers["access"],
        action=Action.by_key(answers["action"] or ""),
    )


def answered(offer: Offer) -> dict[str, Any]:
    """An offer as its form shows it."""
    starts, ends = (one.astimezone(clock.LONDON) for one in (offer.starts_at, offer.ends_at))
    same = ("kind", "title", "what", "place_kind", "meeting_place", "transport", "within_miles")
    return {
        **{name: getattr(offer, name) for name in (*same, "seats", "youngest", "oldest", "access")},
        "day": offer.on,
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "area": offer.area.name,
        "action": offer.action.reference if offer.action else "",
    }
