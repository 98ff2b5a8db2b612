"""What is asked on the way of a match."""

from nolimits.kernel.forms import (
    DateField,
    Form,
    HiddenField,
    RadioField,
    Required,
    StringField,
    at_most,
)
from nolimits.matching import queries
from nolimits.matching.models import EndReason, Whose
from nolimits.strategy.forms import action_field
from nolimits.volunteers.models import NEUTRAL

ENDINGS = {
    EndReason.GOALS_MET: "They reached what they set out to do",
    EndReason.MOVED: "One of them moved away",
    EndReason.AGED_OUT: "The young person is too old for the scheme now",
    EndReason.VOLUNTEER_CIRCUMSTANCES: "Something changed in the volunteer's life",
    EndReason.LOW_CONTACT: "They hardly met",
    EndReason.NOT_A_FIT: "They did not suit each other",
    EndReason.GATE_LAPSED: "Something the volunteer needs has run out",
    EndReason.SAFEGUARDING: "Safeguarding",
    EndReason.YOUNG_PERSONS_WISH: "The young person's wish",
}


class SuggestForm(Form):
    """Which two to put together."""

    volunteer = HiddenField(validators=[Required("Choose a volunteer")])
    young_person = HiddenField(validators=[Required("Choose a young person")])


class ProposeForm(Form):
    """Which action of the strategy it serves: the usual one, unless somebody says otherwise."""

    action = action_field(default=queries.usual_action)


class ActionForm(Form):
    """Which action of the strategy it serves."""

    action = action_field()


class YesForm(Form):
    """Whose yes was heard."""

    whose = RadioField(
        "Who said yes?",
        [Required("Choose who said yes")],
        choices=[(Whose.WORKER, "The young person's worker"), (Whose.CARER, "Their carer")],
    )


class IntroductionForm(Form):
    """When the two meet for the first time."""

    on = DateField(
        "On which day do they meet for the first time?",
        [Required("Enter the day")],
        description="For example, 27 3 2027. The worker is there too.",
    )


class HoldForm(Form):
    """Why contact stops for now."""

    reason = StringField(
        "Why, in neutral words?",
        [Required("Say why"), at_most(200, "The reason")],
        default=NEUTRAL,
        description="The volunteer and the worker may ask. Nothing about a worry belongs here.",
    )


class CloseForm(Form):
    """Why a match ends, and that the young person knows."""

    reason = RadioField(
        "Why does it end?",
        [Required("Choose why it ends")],
        choices=[(one.value, text) for one, text in ENDINGS.items()],
    )
    told_on = DateField(
        "When was the young person told?",
        [Required("Enter the day on which the young person was told")],
        description="They are told before anybody else.",
    )
