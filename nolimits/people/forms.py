"""What people type about themselves and others."""

from nolimits.kernel.actors import Role
from nolimits.kernel.forms import (
    CodeField,
    EmailField,
    Form,
    RadioField,
    Required,
    SelectField,
    email_address,
)
from nolimits.kernel.states import words
from nolimits.people.models import Person

ROLES = [(role.value, words(role).capitalize()) for role in Role]


class EmailForm(Form):
    """Where to send a code."""

    email = EmailField(
        "What is your email address?",
        [Required("Enter your email address"), email_address()],
        description="We will send a code to it. Staff and councillors: use your council address.",
        render_kw={"autocomplete": "email"},
    )


class CodeForm(Form):
    """The code that was sent."""

    code = CodeField(
        "Enter the code we sent you",
        [Required("Enter the 6 figures of the code")],
        description="It has 6 figures, and works for 10 minutes.",
    )


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
