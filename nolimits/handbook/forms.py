"""What is typed about the handbook and the guidance of roles."""

from typing import Any, ClassVar

from nolimits.handbook.models import MOST_GRACE, Handbook, Outcome
from nolimits.handbook.operations import Wording
from nolimits.kernel.forms import (
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
)


class _WhereAsked:
    """A number of days, where the version asks its readers again."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if form.asks.data == "yes" and field.data is None and not field.process_errors:
            raise ValidationError(f"Give between 0 and {MOST_GRACE} days")


class DraftForm(Form):
    """The next version, as it is being written."""

    title = StringField("Title", [Required("Enter a title"), at_most(120, "Title")])
    text = TextAreaField(
        "Text",
        [Required("Enter the text")],
        description="Start a heading with # and each line of a list with -. "
        "Every other line is a paragraph.",
        render_kw={"rows": 20},
    )
    changes = TextAreaField(
        "What changed since the last version?",
        description="This stands above the text, and goes into the mail to those who are asked.",
        render_kw={"rows": 3},
    )
    asks = RadioField(
        "Must those who read an earlier version read this one?",
        [Required("Say whether it must be read again")],
        choices=[("yes", "Yes"), ("no", "No, it only corrects small errors")],
        hints={"no": "Like a slip of the pen. Somebody else than you publishes it."},
    )
    grace_days = IntegerField(
        "How many days do they have to read it?",
        [_WhereAsked()],
        description=f"Between 0 and {MOST_GRACE}. After that, volunteers who have not read it meet "
        "nobody. Whoever has read nothing yet has no such time.",
    )
    seen = HiddenField()

    def wording(self) -> Wording:
        """The answers, as a draft keeps them."""
        days = self.grace_days.data if self.asks.data == "yes" else None
        return Wording(self.title.data or "", self.text.data or "", self.changes.data or "", days)


class SeenForm(Form):
    """That a draft goes out as it was shown."""

    seen = HiddenField()


class CommentForm(Form):
    """What a reader says about a part of the text."""

    passage = SelectField("Which part do you mean?")
    words = TextAreaField(
        "What would you say, add or change?",
        [Required("Enter what you would say"), at_most(1000, "What you say")],
        description="Coordinators read it, with your name; no other volunteer does. Name nobody, "
        "and write nothing about a young person.",
    )

    def fit(self, handbook: Handbook) -> None:
        """Offer the parts of one version."""
        self.passage.choices = [(one, one[:90]) for one in handbook.passages]


class AnswerForm(Form):
    """What becomes of a comment in the next version."""

    outcome = RadioField(
        "What becomes of it?",
        [Required("Say what becomes of it")],
        choices=[(one.value, one.words.capitalize()) for one in Outcome],
    )
    answer = StringField(
        "What you did, or why not, in a sentence",
        [Required("Enter what you did, or why not"), at_most(500, "The answer")],
    )
