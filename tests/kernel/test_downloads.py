"""A list that leaves as a file: who may take it, how much of it, and that it is written down."""

import re

import pytest
import sqlalchemy as sa

from nolimits.funds.models import Fund
from nolimits.kernel import downloads
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.permissions import TABLE, Permission
from nolimits.kernel.rules import coordinator as coordinator_rule
from tests.factories.funds import FundFactory
from tests.factories.people import finance_officer


def exports():
    return [
        (entry.actor_id, entry.detail)
        for entry in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        if entry.event == downloads.Event.LIST_EXPORTED
    ]


def test_who_took_a_list_away_is_written_down_with_how_much_of_it(sign_in):
    fund, office = FundFactory(pence=500), finance_officer()

    page = sign_in(office).visit(f"/funds/{fund.reference}?file=csv")

    rows = len(page.body.splitlines()) - 1
    name = f"{fund.reference}-all"
    assert exports() == [(office.id, {"list": name, "file": "csv", "rows": rows})]


def test_a_list_too_long_for_a_file_is_not_cut_short(sign_in, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_ROWS", 0)
    fund = FundFactory(pence=500)

    page = sign_in(finance_officer()).visit(f"/funds/{fund.reference}?file=csv")

    assert (page.status, page.h1) == (422, "Too many rows for one file")
    assert exports() == []


def test_a_list_leaves_only_with_those_who_may_take_lists_away(sign_in, monkeypatch):
    monkeypatch.setitem(TABLE, Permission.EXPORT_LIST, [coordinator_rule])
    fund, office = FundFactory(pence=500), sign_in(finance_officer())

    assert office.visit(f"/funds/{fund.reference}?file=csv").status == 403
    assert "as CSV" not in office.visit(f"/funds/{fund.reference}").links
    assert exports() == []


@pytest.mark.parametrize(
    "evil", ["a\r\nSet-Cookie: b=c", 'a"; filename="b.exe', "../../b", "\u2028ü"]
)
def test_no_header_is_made_of_the_name_of_a_file(app, evil):
    """Case 33."""
    with app.test_request_context("/?file=csv"):
        listed = sa.select(Fund.id)
        answer = downloads.download(evil, ["Number"], listed, list, by=finance_officer())

    assert re.fullmatch(
        r'attachment; filename="[\w-]+\.csv"', answer.headers["Content-Disposition"]
    )
    assert "Set-Cookie" not in answer.headers
