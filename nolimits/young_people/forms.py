"""What is asked about a young person, and what they are asked themselves."""

from typing import Any

from wtforms import ValidationError

from nolimits.kernel import clock
from nolimits.kernel.forms import (
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
    whole_number,
)
from nolimits.people.models import SLOTS, Interest
from nolimits.young_people import queries
from nolimits.young_people.models import (
    OLDEST,
    YOUNGEST,
    CareBasis,
    ConsentGiver,
    ConsentScope,
    Tie,
    age_between,
)

UNREMEMBERED = {"autocomplete": "off"}  # a shared computer must not offer it to the next person
AGES = f"The scheme is for people from {YOUNGEST} to {OLDEST} years old"
BASES = {
    CareBasis.CARE_ORDER: "A care order: the council shares parental responsibility",
    CareBasis.ACCOMMODATED: "Accommodated (section 20): the parents keep parental responsibility",
    CareBasis.SPECIAL_GUARDIANSHIP: "Special guardianship",
}
SCOPES = {
    ConsentScope.TAKING_PART: "Taking part in No Limits",
    ConsentScope.MATCHING: "Being matched with a mentor",
    ConsentScope.ACTIVITIES: "Going along to activities",
    ConsentScope.SHARING_PROFILE: "Showing a volunteer what they like",
    ConsentScope.STORY: "Telling their story, without a name",
}
GIVERS = {
    ConsentGiver.YOUNG_PERSON: "The young person",
    ConsentGiver.COUNCIL: "The council",
    ConsentGiver.PARENT: "Whoever holds parental responsibility",
}
TIES = {
    Tie.WORKS_WITH: "They work with the young person",
    Tie.RELATED: "They are related, or close to the family",
    Tie.NOT_THIS_PERSON: "Not this person, for whatever reason",
}
LIKES = [(one.value, one.value.replace("_", " ").capitalize()) for one in Interest]
TIMES = [(slot, slot.capitalize()) for slot in SLOTS]


def age_field(label: str, default: int) -> Any:
    """One of the two ages between which something is for people in the scheme."""
    why = f"Enter an age from {YOUNGEST} to {OLDEST}"
    checks = [Required(why), whole_number(why, YOUNGEST, OLDEST)]
    return IntegerField(label, checks, default=default)


class NameForm(Form):
    """Their name, which goes into a place of its own."""

    heading = "What is the young person's name?"
    given_name = StringField(
        "First name",
        [Required("Enter their first name"), at_most(80, "The first name")],
        render_kw=UNREMEMBERED,
        description="Kept apart from everything else. All other pages show only a code.",
    )
    family_name = StringField(
        "Last name",
        [Required("Enter their last name"), at_most(80, "The last name")],
        render_kw=UNREMEMBERED,
    )


class BornForm(Form):
    """How old they are."""

    short = "Date of birth"
    born_on = DateField(
        "When were they born?",
        [Required("Enter their date of birth")],
        description=f"For example, 27 3 2012. {AGES}.",
    )

    def validate_born_on(self, field: DateField) -> None:
        """Say at once that somebody is too young or too old, not after every other question."""
        if field.data and not YOUNGEST <= age_between(field.data, clock.today()) <= OLDEST:
            raise ValidationError(AGES)


class AreaForm(Form):
    """Where they live, no nearer than a town."""

    short = "Lives in"
    area = SelectField(
        "Which part of the borough do they live in?",
        [Required("Choose an area")],
        description="Only the town is kept, to find somebody nearby. Never an address.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one.name for one in queries.areas()]
        self.area.choices = [("", "Choose an area"), *((name, name) for name in names)]


class BasisForm(Form):
    """On what basis they are cared for."""

    heading = "On what basis are they cared for?"
    basis = RadioField(
        "Basis of care",
        [Required("Choose the basis of care")],
        choices=[(one.value, text) for one, text in BASES.items()],
        description="It decides who has to agree, beside the young person.",
    )
    since = DateField("Since when?", [optional()], description="Leave it empty if you do not know.")


class WorkerForm(Form):
    """Who their worker is."""

    short = "Their worker"
    worker = EmailField(
        "Who is their worker?",
        [optional(), email_address()],
        description="Their council email address. Leave it empty if it is you.",
    )

    def validate_worker(self, field: EmailField) -> None:
        """Say at once that an address is not known, not after every other question."""
        if field.data and queries.worker_by_email(field.data) is None:
            raise ValidationError("No member of staff has this email address")


class ConsentForm(Form):
    """One yes."""

    scope = RadioField(
        "What was agreed to?",
        [Required("Choose what was agreed to")],
        choices=[(one.value, text) for one, text in SCOPES.items()],
    )
    giver = RadioField(
        "Who agreed?",
        [Required("Choose who agreed")],
        choices=[(one.value, text) for one, text in GIVERS.items()],
    )


class PreferencesForm(Form):
    """What they like, when they are free, what they hope for."""

    interests = CheckboxesField("What do they like?", [optional()], choices=LIKES)
    availability = CheckboxesField(
        "When are they free?",
        [Required("Choose at least one time when they are free")],
        choices=TIMES,
    )
    wants = TextAreaField(
        "What do they want from a mentor?",
        [optional(), at_most(500, "What they want")],
        description="In their own words. Leave out names, schools and places.",
    )


class MySayForm(PreferencesForm):
    """The same, asked of the young person."""

    interests = CheckboxesField("What do you like?", [optional()], choices=LIKES)
    availability = CheckboxesField(
        "When are you free?",
        [Required("Tick at least one time when you are free")],
        choices=TIMES,
    )
    wants = TextAreaField(
        "What would you like a mentor to be like?",
        [optional(), at_most(500, "What you write")],
        description="You do not have to write anything. A volunteer may read it, so leave out "
        "names, your school and where you live.",
    )


class TieForm(Form):
    """An adult who must not be their mentor."""

    email = EmailField(
        "What is the adult's council email address?",
        [Required("Enter their email address"), email_address()],
        description="Only people with an account can be put forward, so only they need a tie.",
    )
    tie = RadioField(
        "Why must they not be matched?",
        [Required("Choose why")],
        choices=[(one.value, text) for one, text in TIES.items()],
    )


class HandOverForm(Form):
    """Who is their worker from now on."""

    email = EmailField(
        "What is the new worker's council email address?",
        [Required("Enter the new worker's email address"), email_address()],
    )


class AccountForm(Form):
    """A sign-in of their own."""

    called = StringField(
        "What do they want to be called?",
        [Required("Enter what they want to be called"), at_most(40, "What they are called")],
        description="Their choice: a first name, a nickname, anything kind. Not their full name.",
        render_kw=UNREMEMBERED,
    )
    email = EmailField(
        "What is their own email address?",
        [Required("Enter an email address that only they read"), email_address()],
        description="Codes to sign in are sent to it, so nobody else should read it.",
        render_kw=UNREMEMBERED,
    )
    again = EmailField(
        "Type the address again",
        [Required("Type the same email address again")],
        description="One wrong letter sends their page to somebody else.",
        render_kw=UNREMEMBERED,
    )

    def validate_again(self, field: EmailField) -> None:
        """The same, twice."""
        if (field.data or "").strip().lower() != (self.email.data or "").strip().lower():
            raise ValidationError("The two addresses are not the same: look at both")


class CareForm(Form):
    """A change of the basis of care."""

    basis = RadioField(
        "On what basis are they cared for now?",
        [Required("Choose the basis of care")],
        choices=[*((one.value, text) for one, text in BASES.items()), ("none", "Not any more")],
    )
    since = DateField("Since when?", [Required("Enter the day since when this is so")])


MY_SCOPES = {
    # What a young person is asked, what it means, and what stopping means.
    ConsentScope.TAKING_PART: (
        "Be part of No Limits",
        "We can tell you about things you can do and ask for.",
        "If you stop, we stop asking you things. If you meet a mentor, that has to wait.",
    ),
    ConsentScope.MATCHING: (
        "Have a mentor",
        "We can look for an adult for you to spend time with. You choose who.",
        "If you stop, we stop looking. If you meet a mentor, that has to wait.",
    ),
    ConsentScope.ACTIVITIES: (
        "Go along to things",
        "Adults here invite you along to things they do. You choose each time.",
        "If you stop, you lose the places that you have.",
    ),
    ConsentScope.SHARING_PROFILE: (
        "Show what I like",
        "A volunteer can see what you like and when you are free. Not your name.",
        "If you stop, we show them nothing.",
    ),
    ConsentScope.STORY: (
        "Tell my story",
        "We may tell your story, without your name, so that others understand.",
        "If you stop, we tell nothing new.",
    ),
}
