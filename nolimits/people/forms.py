"""What people type about themselves and others."""

from nolimits.kernel.actors import WITHOUT_DUTIES, Role
from nolimits.kernel.forms import (
    BooleanField,
    CheckboxesField,
    CodeField,
    DateField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    at_most,
    email_address,
    phone_number,
)
from nolimits.kernel.states import words
from nolimits.people.models import SLOTS, Directorate, Person, SuspensionReason

ROLES = [(role.value, words(role).capitalize()) for role in Role]


class RoleForm(Form):
    """One more role for a person."""

    role = SelectField(
        "Role",
        [Required("Choose a role")],
        choices=[("", "Choose a role"), *ROLES],
    )


class PersonForm(Form):
    """Somebody new: who they are, where they work, what they are in the scheme."""

    name = StringField("Name", [Required("Enter their name"), at_most(120, "A name")])
    email = EmailField(
        "Email address",
        [Required("Enter their email address"), email_address()],
        description="Whoever reads mail here signs in with it. They are written to at once.",
    )
    directorate = SelectField("Directorate")
    job_title = StringField("Job title", [at_most(120, "A job title")])
    roles = CheckboxesField(
        "Roles",
        [Required("Choose at least one role")],
        choices=[(role, label) for role, label in ROLES if role not in WITHOUT_DUTIES],
        description="A young person has an account from the page of their record, and people of a "
        "partner from the partner's.",
    )

    def __init__(self, directorates: list[Directorate]) -> None:
        super().__init__()
        named = [(one.reference, one.name) for one in directorates]
        self.directorate.choices = [("", "Outside the directorates"), *named]


class DetailsForm(Form):
    """What somebody is called, and where they read mail."""

    name = StringField("Name", [Required("Enter their name"), at_most(120, "A name")])
    email = EmailField(
        "Email address",
        [Required("Enter their email address"), email_address()],
        description="A new address is theirs once they have signed in with a code sent to it.",
    )


class SuspendForm(Form):
    """Why an account is shut for now."""

    reason = RadioField(
        "Why?",
        [Required("Choose why")],
        choices=[
            (
                SuspensionReason.LOST_DEVICE.value,
                "They lost a device, or somebody knows their mail",
            ),
            (SuspensionReason.LONG_LEAVE.value, "They are away for long"),
            (SuspensionReason.WORRY.value, "There is a worry that is looked into"),
            (SuspensionReason.OTHER.value, "Another reason"),
        ],
    )


class CloseForm(Form):
    """From which day an account is closed."""

    on = DateField(
        "From which day is it closed?",
        [Required("Enter a date")],
        description="The first day on which they work here no more, like 27 3 2026.",
    )


class ChampionForm(Form):
    """Who is the point of contact of a directorate."""

    person = RadioField("Who is the champion?", [Required("Choose a person")])

    def __init__(self, people: list[Person]) -> None:
        super().__init__()
        self.person.choices = [(person.reference, person.name) for person in people]


class DesignForm(Form):
    """Every kind of question once, for the page of components; what is typed goes nowhere."""

    name = StringField("What is your name?", [Required("Enter your name")])
    email = EmailField("Email address", [Required("Enter an email address"), email_address()])
    phone = TelField("Phone number", [Required("Enter a phone number"), phone_number])
    amount = MoneyField("How much each month?", [Required("Enter an amount, like £5")])
    hours = IntegerField("How many hours a month?", [Required("Enter a whole number, like 4")])
    from_on = DateField("From which day?", [Required("Enter a date")], description="27 3 2026")
    code = CodeField("Code from your email", [Required("Enter the 6 figures of the code")])
    ward = SelectField(
        "Ward",
        [Required("Choose a ward")],
        choices=[("", "Choose a ward"), ("north", "Northfield"), ("south", "Southbank")],
    )
    gives = RadioField(
        "What would you like to give?",
        [Required("Choose what to give")],
        choices=[("time", "Time"), ("money", "Money"), ("both", "Both")],
        hints={"time": "An hour a month is enough to start"},
    )
    days = CheckboxesField(
        "When are you free?",
        [Required("Choose at least one")],
        choices=[("week", "On weekdays"), ("weekend", "At the weekend")],
    )
    free = CheckboxesField(
        "Which times of the week?",
        [Required("Choose at least one time")],
        choices=[(slot, slot.capitalize()) for slot in SLOTS],
    )
    story = TextAreaField(
        "What would you like us to know?", [Required("Write a few words"), at_most(500, "This")]
    )
    picture = FileField("A picture")
    agrees = BooleanField("I have read the handbook", [Required("Read the handbook first")])
