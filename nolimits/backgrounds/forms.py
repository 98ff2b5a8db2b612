"""What somebody is asked about themself before they volunteer, and what is decided on it."""

from datetime import date
from typing import Any

from nolimits.backgrounds import wording
from nolimits.backgrounds.abroad import YEARS, Address, later
from nolimits.backgrounds.models import DisclosureDecision, OverseasWay
from nolimits.backgrounds.operations import ABOUT, YOUNGEST
from nolimits.kernel import clock
from nolimits.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    Required,
    TextAreaField,
    ValidationError,
    at_most,
    whole_number,
)
from nolimits.kernel.journeys import Answers

YES_NO = [("no", "No"), ("yes", "Yes")]
MOST_ADDRESSES = 30  # of five years: whoever moved every other month is asked to the end


class BornForm(Form):
    """When somebody was born."""

    born_on = DateField(
        "When were you born?",
        [Required("Enter the day on which you were born")],
        description=f"Volunteers are {YOUNGEST} or older. The DBS check asks for it too.",
        render_kw={"autocomplete": "bday"},
    )

    def validate_born_on(self, field: DateField) -> None:
        """Old enough to be checked."""
        if field.data and later(field.data, YOUNGEST) > clock.today():
            raise ValidationError(f"Volunteers are {YOUNGEST} or older")


class _YesForm(Form):
    """A yes or no, and words after a yes."""

    asked, told = "", ""
    missing = "Tell us about it"

    def check_told(self, field: TextAreaField) -> None:
        """Whoever says yes says what."""
        if self._fields[self.asked].data == "yes" and not field.data:
            raise ValidationError(self.missing)

    def summary(self) -> list[tuple[str, str]]:
        """One line: no, or the words."""
        (label, said), (_, words) = super().summary()
        return [(label, words if self._fields[self.asked].data == "yes" else said)]


class NamesForm(_YesForm):
    """Every name that somebody has used."""

    asked, told, missing = "other_names", "names", "Enter every other name"
    other_names = RadioField(
        "Have you ever used another name?",
        [Required("Say whether you have used another name")],
        choices=YES_NO,
        description="A name before you married, before it was changed, or another spelling.",
    )
    names = TextAreaField(
        "Every other name, and from when to when",
        [at_most(500, "The names")],
        description="One on each line, like Sam Oldname, 1990 to 2015",
    )
    validate_names = _YesForm.check_told


def _day(text: str | None) -> date | None:
    """A day as the answers keep it."""
    return date.fromisoformat(text) if text else None


class _AddressForm(Form):
    """One address, whose fields are named apart from the others'."""

    place = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before: Answers = kwargs.get("data") or {}

    def check_since(self, field: DateField) -> None:
        """A day that was, before they moved on from there."""
        after = _day(self.before.get(f"since_{self.place - 1}"))
        if field.data and field.data > clock.today():
            raise ValidationError("The day cannot be in the future")
        if field.data and after and field.data >= after:
            raise ValidationError("This must be before you moved to the next address")

    def summary(self) -> list[tuple[str, str]]:
        """The address in one line."""
        (_, words), (_, where), (_, since) = super().summary()
        which = "You live at" if self.place == 1 else f"Address before, {self.place - 1}"
        return [(which, f"{', '.join(words.splitlines())}. {where}. Since {since}")]


def _address_form(place: int) -> type[_AddressForm]:
    now = place == 1
    fields = {
        "heading": "Where do you live?" if now else "Where did you live before that?",
        "place": place,
        f"words_{place}": TextAreaField(
            "Address, with its postcode",
            [Required("Enter the address, with its postcode"), at_most(300, "The address")],
            render_kw={"rows": 3, "autocomplete": "street-address" if now else "off"},
        ),
        f"abroad_{place}": RadioField(
            "Is it in the United Kingdom?",
            [Required("Say whether it is in the United Kingdom")],
            choices=[("no", "In the United Kingdom"), ("yes", "In another country")],
        ),
        f"since_{place}": DateField(
            "Since when?" if now else "From when?",
            [Required("Enter the day from which you lived there")],
            description="If you have forgotten the day, enter 1.",
        ),
        f"validate_since_{place}": _AddressForm.check_since,
    }
    return type(f"Address{place}Form", (_AddressForm,), fields)


ADDRESS_FORMS = [_address_form(place) for place in range(1, MOST_ADDRESSES + 1)]


def asks_address(place: int, answers: Answers) -> bool:
    """Whether an address is asked for: those before it do not go back for long enough."""
    if place == 1:
        return True
    since = _day(answers.get(f"since_{place - 1}"))
    goes_on = since is not None and since > later(clock.today(), -YEARS)
    return goes_on and asks_address(place - 1, answers)


class AbroadForm(Form):
    """Whether somebody lived abroad, longer ago than their addresses tell."""

    short = "Longer ago abroad"
    lived_abroad = RadioField(
        "Before those addresses, did you live in another country?",
        [Required("Say whether you lived in another country")],
        choices=YES_NO,
        description="In the last 10 years, and since you were 18. A DBS check knows nothing of "
        "other countries.",
    )


class CountriesForm(Form):
    """Where abroad, and for how long."""

    heading = "Where did you live abroad?"
    countries = TextAreaField(
        "Which countries, and from when to when?",
        [Required("Enter the countries, and from when to when"), at_most(500, "The countries")],
    )
    more_months = IntegerField(
        "How many months is that altogether?",
        [
            Required("Enter a number of months, like 14"),
            whole_number("Enter a number of months between 1 and 120", 1, 120),
        ],
    )


def background(answers: Answers) -> dict[str, Any]:
    """What was answered, as the operation takes it."""
    said = answers.get("other_names") == "yes"
    asked = range(1, sum(f"since_{n}" in answers for n in range(1, MOST_ADDRESSES + 1)) + 1)
    return {
        "born_on": date.fromisoformat(answers["born_on"]),
        "names": answers.get("names", "") if said else "",
        "addresses": [
            Address(
                answers[f"words_{n}"],
                answers[f"abroad_{n}"] == "yes",
                date.fromisoformat(answers[f"since_{n}"]),
            )
            for n in asked
        ],
        "countries": answers.get("countries", ""),
        "more_months": answers.get("more_months", 0),
    }


def _record_form(about: str, question: str, hint: str | None = None) -> type[_YesForm]:
    fields: dict[str, Any] = {
        "asked": f"{about}_asked",
        "told": about,
        "protected": wording.PROTECTED,
        f"{about}_asked": RadioField(
            question, [Required("Choose no or yes")], choices=YES_NO, description=hint
        ),
        about: TextAreaField("Tell us what it was, and when", [at_most(2000, "What you tell us")]),
        f"validate_{about}": _YesForm.check_told,
    }
    return type(f"{about.capitalize()}Form", (_YesForm,), fields)


UnspentForm = _record_form("unspent", wording.UNSPENT)
SpentForm = _record_form("spent", wording.SPENT)
OtherForm = _record_form(
    "other",
    wording.OTHER,
    "For example: you are barred from work with children, an allegation about a child was looked "
    "into, or you lost a job over how you treated somebody.",
)


def told(answers: Answers) -> dict[str, str]:
    """What was told of a record, where the answer was yes."""
    return {one: answers[one] for one in ABOUT if answers.get(f"{one}_asked") == "yes"}


class DecideDisclosureForm(Form):
    """What it comes to."""

    decision = RadioField(
        "What do you decide?",
        [Required("Choose what you decide")],
        choices=[
            (DisclosureDecision.MAY_GO_ON, "They may go on, once a second person agrees"),
            (DisclosureDecision.NOT_SUITABLE, "Not suitable"),
        ],
    )
    met = BooleanField(
        "I have met them about it, and weighed what it was, how long ago, and what has changed",
        [Required("Meet them first, then tick the box")],
    )


class OverseasForm(Form):
    """How time abroad was looked into."""

    way = RadioField(
        "How did you look into it?",
        [Required("Choose how you looked into it")],
        choices=[
            (OverseasWay.CERTIFICATE, "I saw a police certificate of each country, the original"),
            (OverseasWay.REFERENCES, "There is no certificate to be had, so by extra references"),
        ],
        hints={
            OverseasWay.REFERENCES: "From two people who knew them there, beside the two that "
            "everybody gives. They count once you have accepted them.",
        },
    )


class AgreeForm(Form):
    """That a second person agrees."""

    looked = BooleanField(
        "I have looked at it myself, and I agree", [Required("Tick the box if you agree")]
    )
