"""What people type who are worried, and what a lead writes down: nothing of the first is a must."""

from datetime import datetime
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.forms import (
    CheckboxesField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    email_address,
    optional,
)
from nolimits.people.models import Person
from nolimits.safeguarding import queries
from nolimits.safeguarding.about import about
from nolimits.safeguarding.kinds import Danger, Place, Worry
from nolimits.safeguarding.operations import Said
from nolimits.safeguarding.wording import (
    CATEGORIES,
    DANGERS,
    DBS_REFERRALS,
    LEVELS,
    OUTCOMES,
    PLACES,
    RECIPIENTS,
    WORRIES,
)
from nolimits.young_people.models import YoungPerson

UNREMEMBERED = {"autocomplete": "off"}
YES_NO = [("yes", "Yes"), ("no", "No")]


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, text) for one, text in words.items()]


def _text(label: str, most: int, rows: int = 4, hint: str = "") -> TextAreaField:
    """A box for words that the browser does not offer to anybody again."""
    rules = [optional(), at_most(most, "What you write here")]
    more = {**UNREMEMBERED, "rows": rows}
    return TextAreaField(label, rules, description=hint, render_kw=more)


class _Asking(Form):
    """What every way of raising a concern shares."""

    def __init__(self, leads: list[Person], **given: Any) -> None:
        super().__init__(**given)
        self.leads = {one.reference: one for one in leads}
        named = [(key, one.name) for key, one in self.leads.items()]
        self._fields["not_for"].choices = named

    def kept_from(self) -> list[Person]:
        """The leads who must not see it, as whoever raises it says."""
        return [self.leads[key] for key in self._fields["not_for"].data or ()]


class ConcernForm(_Asking):
    """What worries somebody who works or volunteers here."""

    words = _text("What worries you?", 5000, 6)
    danger = RadioField("Is somebody in danger now?", [optional()], choices=_choices(DANGERS))
    worry = RadioField("What is it about?", [optional()], choices=_choices(WORRIES))
    who = _text(
        "Who is it about?", 500, 2, "Names are right here: only safeguarding leads read it."
    )
    heard = _text(
        "What was said to you, word for word?",
        5000,
        hint="Only their own words. Do not ask them anything more.",
    )
    happened = StringField("When was it?", [optional(), at_most(200, "When it was")])
    place = RadioField("What kind of place was it?", [optional()], choices=_choices(PLACES))
    opinion = _text("What do you think yourself?", 2000, hint="Apart from what you saw and heard.")
    contact = StringField("How can we reach you?", [optional(), at_most(200, "How to reach you")])
    not_for = CheckboxesField(
        "Is it about one of these people, or should one of them not see it?",
        description="They keep young people safe and read what you write. Tick nobody if in doubt.",
    )
    came_from = HiddenField(validators=[optional(), at_most(12, "The reference")])

    def said(self, by: Actor) -> Said:
        """The same, as the operation takes it, with whom the page was about that they came from."""
        page = about(self.came_from.data or "", by)
        worry = Worry(self.worry.data or Worry.UNSURE)
        own = page.adult is not None and page.adult.id == by.id
        return Said(
            worry=worry,
            words=self.words.data,
            heard=self.heard.data,
            opinion=self.opinion.data,
            who=self.who.data,
            happened=self.happened.data,
            contact=self.contact.data,
            place=Place(self.place.data) if self.place.data else None,
            danger=Danger(self.danger.data) if self.danger.data else None,
            came_from=self.came_from.data or None,
            young_person=page.young_person,
            adult=None if own or worry is Worry.YOUNG_PERSON else page.adult,
            not_for=self.kept_from(),
            # What is typed into the address stops nobody's meetings: the lead may.
            stop_contact=None if page.seen else False,
        )


class YoungForm(_Asking):
    """What a young person tells, in their own words."""

    words = _text("What is wrong?", 5000, 6, "You can write as much or as little as you like.")
    about = RadioField(
        "Who is it about?",
        [optional()],
        choices=[
            ("mentor", "My mentor"),
            ("worker", "My worker"),
            ("adult", "Another grown-up"),
            ("young", "Somebody my age"),
            ("me", "Me"),
            ("unsaid", "I do not want to say"),
        ],
    )
    danger = RadioField(
        "Are you safe now?",
        [optional()],
        choices=[
            (Danger.NO.value, "Yes"),
            (Danger.YES.value, "No"),
            (Danger.UNSURE.value, "Not sure"),
        ],
    )
    stop = RadioField(
        "Do you want to stop meeting your mentor for now?",
        [optional()],
        choices=YES_NO,
        description="We do not tell them why.",
    )
    contact = StringField(
        "How can we talk to you safely?",
        [optional(), at_most(200, "What you write here")],
        description="Like: text me after school. Or: see me at college.",
        render_kw=UNREMEMBERED,
    )
    not_for = CheckboxesField(
        "These people will read it. Is it about one of them?",
        description="Tick anybody who should not read it.",
    )

    def said(self, young_person: YoungPerson | None) -> Said:
        """The same, as the operation takes it."""
        whom = self.about.data
        mentors = queries.mentors_of(young_person) if young_person and whom == "mentor" else []
        worker = young_person.worker if young_person and whom == "worker" else None
        by_adult = whom in ("mentor", "worker", "adult")
        return Said(
            worry=Worry.ADULT if by_adult else Worry.YOUNG_PERSON if whom else Worry.UNSURE,
            words=self.words.data,
            contact=self.contact.data,
            danger=Danger(self.danger.data) if self.danger.data else None,
            young_person=young_person,
            adult=next(iter(mentors), worker),
            not_for=self.kept_from(),
            stop_contact=self.stop.data == "yes" if self.stop.data else None,
        )


class NoteForm(Form):
    """What a lead adds."""

    words = TextAreaField(
        "What would you like to add?",
        [Required("Write what you would like to add"), at_most(5000, "What you add")],
        render_kw=UNREMEMBERED,
    )


class MoreForm(_Asking):
    """What whoever raised it adds later, and who must not read it from then on."""

    words = NoteForm.words
    not_for = CheckboxesField("Should one of these people not read it any more?")


class TriageForm(Form):
    """What kind of concern it is."""

    category = RadioField(
        "What kind of harm is it about?",
        [Required("Choose what kind of harm it is about")],
        choices=_choices(CATEGORIES),
    )
    level = RadioField(
        "How grave is it?", [Required("Choose how grave it is")], choices=_choices(LEVELS)
    )
    allegation = RadioField(
        "Is it about what an adult who works or volunteers with children did, or is like?",
        [Required("Say whether it is about an adult")],
        choices=YES_NO,
        description="Also in private life. If yes, the designated officer hears of it within one "
        "working day.",
    )


class ReferForm(Form):
    """Who outside was told, and when."""

    recipient = RadioField(
        "Who was told?", [Required("Choose who was told")], choices=_choices(RECIPIENTS)
    )
    told_on = DateField("On which day?", [Required("Enter the day")])
    told_time = StringField(
        "At what time?", [Required("Enter the time, like 14:30")], description="Like 14:30."
    )
    their_reference = StringField(
        "What number did they give?", [optional(), at_most(100, "The number")]
    )
    note = _text("What was said?", 5000)

    def validate_told_time(self, field: StringField) -> None:
        """Hours and minutes."""
        try:
            datetime.strptime(field.data, "%H:%M")  # noqa: DTZ007  # London's, and read below
        except ValueError as error:
            raise ValidationError("Enter the time, like 14:30") from error

    def told_at(self) -> datetime:
        """The moment, by London's clock."""
        hour, minute = map(int, self.told_time.data.split(":"))
        on = self.told_on.data
        return datetime(on.year, on.month, on.day, hour, minute, tzinfo=clock.LONDON)


class AdviceForm(Form):
    """What advice was given."""

    note = TextAreaField(
        "What advice was given, and to whom?",
        [Required("Write down the advice"), at_most(5000, "The advice")],
        render_kw=UNREMEMBERED,
    )


class CloseForm(Form):
    """What came of it."""

    outcome = RadioField(
        "What came of it?", [Required("Choose what came of it")], choices=_choices(OUTCOMES)
    )
    note = _text("What did you do, and why is it enough?", 5000)
    dbs_referral = RadioField(
        "Where an adult harmed a child or might: are they referred to the DBS?",
        [optional()],
        choices=_choices(DBS_REFERRALS),
        description="It is a duty in law when somebody leaves or is removed, even if they resign.",
    )
    dbs_decided_on = DateField("When did you decide that?", [optional()])


class NameAdultForm(Form):
    """Which adult it is about."""

    email = EmailField(
        "What is their email address here?",
        [Required("Enter the address they sign in with"), email_address()],
        description="The concern is kept from them from this moment.",
    )
