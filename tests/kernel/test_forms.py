"""What is typed is read kindly, kept when it is wrong, and answered in plain words."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from nolimits.kernel import forms
from nolimits.kernel.errors import Refused

LATE = {"begins-day": "27", "begins-month": "3", "begins-year": "2026"}


class Example(forms.Unguarded):
    """One field of each kind that needs care."""

    name = forms.StringField("Name", [forms.Required("Enter a name"), forms.at_most(10, "Name")])
    begins = forms.DateField("Begins", [forms.optional()])
    amount = forms.MoneyField("Amount", [forms.optional()])
    phone = forms.TelField("Phone", [forms.optional(), forms.phone_number])
    code = forms.CodeField("Code")
    kind = forms.RadioField("Kind", [forms.optional()], choices=[("a", "Apples"), ("b", "Pears")])
    days = forms.CheckboxesField("Days", choices=[("1", "Monday"), ("2", "Tuesday")])
    agreed = forms.BooleanField("Agreed")


@pytest.fixture
def form(app):
    """A form that was sent with these fields, name filled in unless said otherwise."""

    def sent(**fields):
        with app.test_request_context("/", method="POST"):
            one = Example(formdata=MultiDict({"name": "Dana", **fields}))
            one.validate()
            return one

    return sent


def test_stray_spaces_go(form):
    assert form(name="  Dana  ").name.data == "Dana"
    assert form(name="   ").errors == {"name": ["Enter a name"]}


def test_too_much_is_told_with_the_limit(form):
    assert form(name="x" * 11).errors == {"name": ["Name must be 10 characters or fewer"]}
    assert form().name.max_length == 10


def test_a_date_is_read_from_three_boxes(form):
    assert form(**LATE).begins.data == date(2026, 3, 27)
    spaced = {"begins-day": " 7", "begins-month": "03", "begins-year": "2026 "}
    assert form(**spaced).begins.data == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("31", "2", "2026"),
        ("29", "2", "2027"),
        ("1", "13", "2026"),
        ("1", "1", "26"),
        ("", "3", "2026"),
        ("ten", "3", "2026"),
        ("1", "1", "0000"),
        ("-1", "1", "2026"),
    ],
)
def test_what_is_no_date_is_told_and_stays_as_typed(form, day, month, year):
    wrong = form(**{"begins-day": day, "begins-month": month, "begins-year": year})

    assert wrong.errors == {"begins": ["Enter a real date, like 27 3 2026"]}
    assert wrong.begins.parts == (day, month, year)
    assert wrong.begins.data is None


def test_a_form_without_its_date_is_not_a_fault(form):
    assert form().begins.data is None
    assert form().errors == {}


def test_a_required_date_that_is_missing_is_told_in_its_own_words(app):
    class Must(forms.Unguarded):
        begins = forms.DateField("Begins", [forms.Required("Enter when it begins")])

    with app.test_request_context("/", method="POST"):
        missing = Must(
            formdata=MultiDict({"begins-day": "", "begins-month": "", "begins-year": ""})
        )
        assert not missing.validate()
        assert missing.errors == {"begins": ["Enter when it begins"]}
        wrong = Must(
            formdata=MultiDict({"begins-day": "40", "begins-month": "", "begins-year": ""})
        )
        assert not wrong.validate()
        assert wrong.errors["begins"][0] == "Enter a real date, like 27 3 2026"


def test_a_kept_date_fills_the_boxes(app):
    with app.test_request_context("/"):
        assert Example(data={"begins": "2026-03-07"}).begins.parts == ("7", "3", "2026")
        assert Example(data={"begins": date(2026, 3, 7)}).begins.data == date(2026, 3, 7)


def test_money_is_read_as_pence(form):
    assert form(amount="£1,200.50").amount.data == 120_050
    assert form(amount="").amount.data is None


@pytest.mark.parametrize("typed", ["5.5", "-5", "five", "£"])
def test_what_is_no_amount_is_told_and_stays_as_typed(form, typed):
    wrong = form(amount=typed)

    assert wrong.errors == {"amount": ["Enter an amount in pounds, like 5 or 5.50"]}
    assert wrong.amount._value() == typed


def test_kept_money_is_shown_as_people_type_it(app):
    with app.test_request_context("/"):
        assert Example(data={"amount": 500}).amount._value() == "5"
        assert Example(data={"amount": 550}).amount._value() == "5.50"


def test_a_phone_number_is_kept_in_one_form(form):
    assert form(phone="(01642) 393939").phone.data == "+441642393939"
    assert form(phone="+44 1642 393939").phone.data == "+441642393939"
    assert form(phone="12").errors == {"phone": ["Enter a phone number, like 01642 123456"]}


def test_a_code_may_be_typed_with_gaps(form):
    assert form(code=" 123 456 ").code.data == "123456"
    assert form(code="123-456").code.data == "123456"


def test_a_refusal_stands_beside_its_field(form):
    refused = form()
    refused.refuse(Refused("Somebody has this name", "name"))
    refused.refuse(Refused("The round is closed"))

    assert refused.name.errors == ["Somebody has this name"]
    assert refused.form_errors == ["The round is closed"]


def test_a_refusal_inside_is_not_an_exception_outside(form):
    refused = form()
    with refused.refusals():
        raise Refused("The round is closed")

    assert refused.form_errors == ["The round is closed"]


def test_answers_are_kept_as_they_were_and_come_back_the_same(app, form):
    answers = form(**LATE, amount="5.50", kind="b", agreed="y").answers()

    assert answers["begins"] == "2026-03-27"
    with app.test_request_context("/"):
        again = Example(data=answers)
        assert again.begins.data == date(2026, 3, 27)
        assert again.amount.data == 550


def test_answers_are_repeated_in_words_before_they_are_sent(form):
    said = dict(form(**LATE, amount="5.50", kind="b", days="2", agreed="y").summary())

    assert said == {
        "Name": "Dana",
        "Begins": "27 March 2026",
        "Amount": "£5.50",
        "Phone": "Not answered",
        "Code": "Not answered",
        "Kind": "Pears",
        "Days": "Tuesday",
        "Agreed": "Yes",
    }


@example(("9" * 30, "1", "2026"))  # more figures than the machine's own numbers hold
@given(st.tuples(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6)))
def test_nothing_typed_into_a_date_breaks_it(parts):
    class Bare(forms.Form):
        class Meta(forms.Form.Meta):
            csrf = False

        begins = forms.DateField("Begins", [forms.optional()])

    names = ("begins-day", "begins-month", "begins-year")
    field = Bare.begins.bind(form=None, name="begins", _meta=Bare.Meta())
    field.process(MultiDict(zip(names, parts, strict=True)))

    assert field.data is None or field.data.isoformat()
