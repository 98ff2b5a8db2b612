"""What people type about themselves and others."""

from nolimits.kernel.actors import Role
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
from nolimits.people.models import SLOTS, Person

ROLES = [(role.value, words(role).capitalize()) for role in Role]


class RoleForm(Form):
    """One more role for a person."""

    role = SelectField(
        "Role",
        [Required("Choose a role")],
        choices=[("", "Choose a role"), *ROLES],
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
