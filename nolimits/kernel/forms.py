"""Forms: one base, the fields that pages need, and errors in the words people read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

import wtforms
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    HiddenField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from nolimits.kernel import money
from nolimits.kernel.errors import Refused
from nolimits.kernel.gate import kept_form

__all__ = [
    "BooleanField",
    "CheckboxesField",
    "CodeField",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "IntegerField",
    "MoneyField",
    "RadioField",
    "Required",
    "SelectField",
    "StringField",
    "TelField",
    "TextAreaField",
    "ValidationError",
    "at_most",
    "email_address",
    "optional",
    "phone_number",
    "whole_number",
]


FIRST_YEAR = 1900  # nobody and nothing here is older


class Required(DataRequired):
    """Must be answered; the message says how, and the browser is left out of it."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.process_errors:
            raise StopValidation  # it was answered, but cannot be read: say that
        if field.data != 0 or field.data is False:  # nought is an answer too
            super().__call__(form, field)


def at_most(length: int, what: str) -> Length:
    """No longer than a number of characters; the page counts down from it."""
    return Length(max=length, message=f"{what} must be {length:,} characters or fewer")


def email_address() -> Email:
    """Shaped like an email address."""
    return Email(message="Enter an email address in the correct format, like name@example.com")


def optional() -> Optional:
    """May be left empty."""
    return Optional()


def phone_number(form: Any, field: Field) -> None:
    """A number that can be rung from England; kept in the international form."""
    import phonenumbers

    try:
        number = phonenumbers.parse(field.data or "", "GB")
    except phonenumbers.NumberParseException as error:
        raise ValidationError("Enter a phone number, like 01642 123456") from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError("Enter a phone number, like 01642 123456")
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def whole_number(message: str, at_least: int, most: int) -> Callable[[Any, Field], None]:
    """A whole number between two others, both allowed."""

    def check(form: Any, field: Field) -> None:
        if field.data is None or not at_least <= field.data <= most:
            field.errors = []  # "not a valid integer" helps nobody
            raise ValidationError(message)

    return check


class CodeField(StringField):
    """A six-figure code, typed with or without spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(" ", "").replace("-", "") for value in valuelist])


class IntegerField(wtforms.IntegerField):
    """A whole number, typed in figures."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        try:
            self.data = int(typed) if typed else None
        except ValueError as error:
            self.data = None
            raise ValueError("Enter a whole number, like 4") from error


class MoneyField(StringField):
    """An amount in pounds as typed; its data is whole pence."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None  # an emptied box is empty, whatever stood in it before
        if valuelist and valuelist[0].strip():
            self.data = money.parse(valuelist[0])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money.decimal(self.data).removesuffix(".00")


class DateField(Field):
    """A date in three boxes; what was typed stays, right or wrong."""

    data: Any
    parts: tuple[str, str, str] = ("", "", "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, *(() if data is None else (data,)))
        kept: Any = self.data
        if isinstance(kept, str):
            self.data = date.fromisoformat(kept)
        if self.data:
            self.parts = (str(self.data.day), str(self.data.month), str(self.data.year))
        names = [f"{self.name}-{part}" for part in ("day", "month", "year")]
        if formdata is not None and any(name in formdata for name in names):
            day, month, year = (str(formdata.get(name, "")).strip() for name in names)
            self.parts = (day, month, year)
            self.raw_data = [part for part in self.parts if part]
            self.data = self._read() if self.raw_data else None

    def _read(self) -> date | None:
        day, month, year = self.parts
        try:
            if len(year) != 4 or int(year) < FIRST_YEAR:
                raise ValueError("a year has four figures")
            return date(int(year), int(month), int(day))
        except (ValueError, OverflowError):  # the latter for a day of many figures
            self.process_errors.append("Enter a real date, like 27 3 2026")
            return None


class _OfPairs(Field):
    """Takes its choices as pairs of a value and its words."""

    def __init__(
        self,
        *args: Any,
        choices: Iterable[Any] | Callable[[], Iterable[Any]] | None = None,
        hints: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.hints = dict(hints or {})  # a sentence under a choice, by its value
        if choices is not None and not callable(choices):
            choices = [SelectChoice(*one) if isinstance(one, tuple) else one for one in choices]
        super().__init__(*args, choices=choices, **kwargs)


class SelectField(_OfPairs, wtforms.SelectField):
    """One choice of many, from a list that opens."""


class RadioField(_OfPairs, wtforms.RadioField):
    """One choice of a few, all in sight."""


class CheckboxesField(_OfPairs, wtforms.SelectMultipleField):
    """Any number of choices, ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """What every form shares: stray spaces go, refusals come back beside their field."""

    heading: ClassVar[str] = ""  # the h1 of a question page with several fields
    short: ClassVar[str] = ""  # what a check answers page calls the only field of a form
    about: Any = None  # in a journey: what it is about, for rules and words that depend on it

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return kept_form() if sent is None else sent  # typed before they were asked for proof

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                filters = unbound_field.kwargs.get("filters", ())
                options["filters"] = [_strip, *filters]
            return unbound_field.bind(form=form, **options)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.max_length = next(
                (rule.max for rule in field.validators if isinstance(rule, Length)), None
            )

    def refuse(self, refusal: Refused) -> None:
        """Show an operation's refusal as this form's own error."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.message)
        else:
            field.errors = [*field.errors, refusal.message]

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Run an operation; where it refuses, go on to show the page with the reason."""
        try:
            yield
        except Refused as refusal:
            self.refuse(refusal)

    def answers(self) -> dict[str, Any]:
        """What was answered, as JSON can keep it; what cannot be read stays out."""
        values = {
            name: field.data
            for name, field in self._fields.items()
            if name != "csrf_token" and not isinstance(field, FileField)
        }
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }

    def summary(self) -> list[tuple[str, str]]:
        """Each question and its answer, in words, for a check answers page."""
        return [
            (self.short or field.label.text, _in_words(field))
            for name, field in self._fields.items()
            if name != "csrf_token" and not isinstance(field, HiddenField)
        ]


class Unguarded(Form):
    """The same for a form that changes nothing, like a search."""

    class Meta(Form.Meta):
        csrf = False


def _in_words(field: Field) -> str:
    """An answer as people would say it."""
    if field.data in (None, "", []):
        return "Not answered"
    if isinstance(field, CheckboxesField):
        return ", ".join(str(one.label) for one in field.iter_choices() if one.selected)
    if isinstance(field, SelectField | RadioField):
        chosen = [one.label for one in field.iter_choices() if one.selected]
        return str(chosen[0] if chosen else field.data)
    if isinstance(field, MoneyField):
        return money.pounds(field.data)
    if isinstance(field, DateField):
        return f"{field.data.day} {field.data:%B %Y}"
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    return str(field.data)
