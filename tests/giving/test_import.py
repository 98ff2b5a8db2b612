"""A file is taken in whole or not at all, and each line compared with what was promised."""

from datetime import date

import pytest
import sqlalchemy as sa

from nolimits.funds.models import Fund
from nolimits.giving import operations
from nolimits.giving.files import WrongFile
from nolimits.giving.models import Batch, BatchKind, BatchLine, BatchState, LineKind
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.people.models import Person
from nolimits.pledges.models import Channel, Frequency
from nolimits.pledges.operations import change_terms
from tests.factories.funds import FundFactory
from tests.factories.giving import (
    approved,
    arrival,
    import_bank,
    import_payroll,
    payroll_file,
)
from tests.factories.people import coordinator, finance_officer
from tests.factories.pledges import MoneyPledgeFactory


def nothing_was_taken_in():
    return not db.session.scalar(sa.select(sa.func.count()).select_from(Batch)) and not (
        db.session.scalar(sa.select(sa.func.count()).select_from(BatchLine))
    )


def test_each_line_is_compared_with_what_was_promised(app):
    taken, short, over, rested, unstated = (
        MoneyPledgeFactory(state=state, pence=pence)
        for state, pence in (
            ("active", 500),
            ("active", 500),
            ("active", 500),
            ("paused", 500),
            ("active", None),
        )
    )

    def number(pledge):
        return pledge.person.employee_number

    batch = import_payroll(
        (number(taken), 500),
        (number(short), 400),
        (number(over), 600),
        (number(rested), 500),
        (number(unstated), 700),
        ("999999", 300),
        ("888888", 0, "Left in May"),
    )

    assert [(line.kind.value, line.expected_pence) for line in batch.lines] == [
        ("taken", 500),
        ("short", 500),
        ("over", 500),
        ("over", 0),
        ("taken", None),
        ("unknown", None),
        ("not_taken", None),
    ]
    assert batch.lines[0].pledge == taken
    assert batch.lines[3].pledge == rested
    assert batch.state is BatchState.MATCHED


def test_nothing_taken_from_somebody_who_promised_is_told_with_its_reason(app):
    pledge = MoneyPledgeFactory(state="active")

    (line,) = import_payroll((pledge.person.employee_number, 0, "On unpaid leave")).lines

    assert (line.kind, line.pledge, line.expected_pence) == (LineKind.NOT_TAKEN, pledge, 500)
    assert line.reason == "On unpaid leave"


def test_a_payday_is_compared_with_the_promise_of_its_own_day(app, held_clock):
    held_clock.move_to(date(2026, 9, 1))
    pledge = MoneyPledgeFactory(state="active", pence=500)
    held_clock.move_to(date(2026, 11, 20))
    change_terms(pledge, by=pledge.person, pence=900)
    number = pledge.person.employee_number

    (before,) = import_payroll((number, 500), received_on=date(2026, 9, 28)).lines
    (now,) = import_payroll((number, 500), received_on=date(2026, 11, 20)).lines

    assert (before.kind, now.kind) == (LineKind.TAKEN, LineKind.SHORT)


def test_of_two_promises_the_one_of_the_amount_is_kept(app):
    monthly = MoneyPledgeFactory(state="active", pence=500)
    once = MoneyPledgeFactory(person=monthly.person, frequency=Frequency.ONCE, pence=2000)
    number = monthly.person.employee_number

    (line,) = import_payroll((number, 2000)).lines

    assert line.pledge == once


@pytest.mark.parametrize("spaced", ["{}", "GIFT {} THANK YOU", "{} ", "from me {}"])
@pytest.mark.parametrize("change", [str, str.lower, lambda key: key.replace("-", " ")])
def test_a_bank_line_is_known_by_the_pledges_reference(app, spaced, change):
    pledge = MoneyPledgeFactory(channel=Channel.BANK_TRANSFER, state="active")
    words = spaced.format(change(pledge.reference))

    (line,) = import_bank((date(2026, 11, 2), words, 500)).lines

    assert (line.pledge, line.kind, line.paid_on) == (pledge, LineKind.TAKEN, date(2026, 11, 2))


def test_a_bank_line_without_a_reference_is_unknown(app):
    (line,) = import_bank((date(2026, 11, 2), "PAYMENTS FROM A FRIEND", 500)).lines

    assert line.kind is LineKind.UNKNOWN


@pytest.mark.parametrize(
    ("told", "words", "field"),
    [
        ({"control_count": 3}, "The file has 2 lines, but you were told 3", "control_count"),
        (
            {"control_pence": 1001},
            "The file comes to £10, but you were told £10.01",
            "control_pence",
        ),
    ],
)
def test_control_total_and_count_must_agree(app, told, words, field):
    with pytest.raises(Refused, match=words) as refusal:
        import_payroll(("1", 500), ("2", 500), **told)

    assert refusal.value.field == field
    assert nothing_was_taken_in()


def test_the_same_file_is_taken_in_once(app):
    first = import_payroll(("1", 500))

    with pytest.raises(Refused, match=f"in No Limits already, as batch {first.reference}"):
        import_payroll(("1", 500))


def test_payroll_files_of_two_months_may_be_alike(app):
    import_payroll(("1", 500), received_on=date(2026, 10, 28))

    assert import_payroll(("1", 500), received_on=date(2026, 11, 20)).lines


def test_the_same_bank_file_is_taken_in_once_whatever_day_is_entered(app):
    line = (date(2026, 11, 2), "FRIEND", 500)
    import_bank(line)

    with pytest.raises(Refused, match="in No Limits already"):
        import_bank(line, received_on=date(2026, 10, 28))


def test_a_payroll_file_of_another_day_is_noticed(app):
    content = b"Employee number,Amount taken,Pay date\n1,5,28/10/2026\n"

    with pytest.raises(WrongFile) as refusal:
        operations.import_batch(arrival(content), by=finance_officer())

    assert [str(one) for one in refusal.value.errors] == [
        "line 2, Pay date: the payday you entered is 20/11/2026"
    ]


def test_a_rejected_file_can_be_taken_in_again(app):
    operations.reject(import_payroll(("1", 500)), "The wrong month", by=finance_officer())

    assert import_payroll(("1", 500)).state is BatchState.MATCHED


@pytest.mark.committed
def test_of_many_who_import_a_file_at_once_one_does(app, together):
    content = payroll_file(("1", 500))
    fund_id, officer_id = FundFactory().id, finance_officer().id

    def bring_in():
        fund = db.session.get(Fund, fund_id)
        by = db.session.get(Person, officer_id)
        return operations.import_batch(arrival(content, fund=fund), by=by)

    results = together([bring_in] * 4)

    assert sum(isinstance(one, Batch) for one in results) == 1
    assert all("in No Limits already" in str(one) for one in results if not isinstance(one, Batch))


def test_one_persons_payday_comes_once(app):
    first = import_payroll(("1", 500))

    with pytest.raises(WrongFile) as refusal:
        import_payroll(("2", 300), ("1", 550))

    assert [str(one) for one in refusal.value.errors] == [
        f"line 3, Employee number: this is in batch {first.reference} already"
    ]


def test_two_exports_of_one_week_do_not_count_twice(app):
    monday, tuesday = date(2026, 11, 2), date(2026, 11, 3)
    approved(import_bank((monday, "FRIEND", 500)))

    with pytest.raises(WrongFile, match="There is 1 problem in the file"):
        import_bank((tuesday, "FRIEND", 500), (monday, "FRIEND", 500))

    assert import_bank((monday, "FRIEND", 501)).lines


def test_a_batch_of_tomorrow_is_not_taken_in(app):
    with pytest.raises(Refused, match="still to come"):
        import_payroll(("1", 500), received_on=date(2026, 11, 21))


def test_only_finance_brings_files_in(app):
    with pytest.raises(NotAllowed):
        import_payroll(("1", 500), by=coordinator())


def test_colleagues_in_finance_are_asked_to_look(app, mail_to):
    importer, colleague = finance_officer(), finance_officer()

    import_payroll(("1", 500), by=importer)

    (message,) = mail_to(colleague)
    assert message.subject == "A batch of giving waits for a second person"
    assert mail_to(importer) == []


def test_lines_of_a_thousand_people_are_taken_in_and_posted_in_few_statements(app):
    count = []

    def note(*args):
        count.append(args[2])

    lines = [(f"{number}", 500) for number in range(1000)]
    engine = db.session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    batch = approved(import_payroll(*lines))
    sa.event.remove(engine, "before_cursor_execute", note)

    assert len(batch.lines) == 1000
    assert len(count) < 100


@pytest.mark.parametrize("kind", BatchKind)
def test_a_file_of_no_lines_is_not_taken_in(app, kind):
    headings = b"Employee number,Amount taken,Reason not taken,Date,Description,Amount\n"

    with pytest.raises(WrongFile) as refusal:
        operations.import_batch(arrival(headings, kind), by=finance_officer())

    assert [str(one) for one in refusal.value.errors] == [
        "line 2, lines: there is nothing under the headings"
    ]
    assert nothing_was_taken_in()
