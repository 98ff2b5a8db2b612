"""What the database itself refuses, whoever writes to it."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from nolimits.funds.models import EntryKind, JournalEntry
from nolimits.kernel.db import db
from tests.factories.funds import FundFactory, award
from tests.factories.people import DirectorateFactory


@pytest.mark.parametrize("table", ["journal_entry", "posting"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_lets_nobody_change_what_was_posted(app, table, change):
    """Case 57."""
    FundFactory(pence=1000)

    with pytest.raises(DBAPIError, match="never changed or removed"):
        db.session.execute(sa.text(change.format(table)))

    db.session.rollback()


@pytest.mark.parametrize(
    "wrong",
    [
        {"pence": 0},
        {"pence": -1},
        {"credit": "grants"},
        {"debit": "pocket"},
        {"occurred_on": date(2020, 1, 1)},
        {"fund_id": 0},
    ],
    ids=str,
)
def test_the_database_refuses_a_posting_that_does_not_balance(app, wrong):
    fund = FundFactory()
    entry = award(FundFactory(pence=1000), 1, fund)
    right = {
        "entry_id": entry.id,
        "occurred_on": entry.occurred_on,
        "fund_id": fund.id,
        "debit": "grants",
        "credit": "grants_committed",
        "pence": 1,
    }
    columns = ", ".join(right)
    values = ", ".join(f":{name}" for name in right)

    with pytest.raises(IntegrityError):
        db.session.execute(
            sa.text(f"INSERT INTO posting ({columns}) VALUES ({values})"),  # noqa: S608
            {**right, **wrong},
        )

    db.session.rollback()


def test_a_reversal_names_what_it_reverses(app):
    entry = award(FundFactory(pence=1000), 1, DirectorateFactory())
    columns = [one for one in JournalEntry.__table__.columns if one.name != "id"]
    copied = {one.name: getattr(entry, one.name) for one in columns}

    with pytest.raises(IntegrityError):
        db.session.execute(
            sa.insert(JournalEntry.__table__),
            {**copied, "kind": EntryKind.REVERSAL, "reference": "J-22222222"},
        )

    db.session.rollback()
