"""Lists ask the database as often for many records as for few."""

import pytest
import sqlalchemy as sa

from nolimits.awards.models import AwardState
from nolimits.grants.models import ApplicationState
from nolimits.kernel.db import db
from tests.factories.awards import AwardFactory
from tests.factories.grants import ApplicationFactory, RoundFactory, scored
from tests.factories.people import coordinator, finance_officer

S = ApplicationState


def statements(visitor, path):
    """How many statements a page takes."""
    seen = []

    def count(*args):
        seen.append(args[2])

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        assert visitor.visit(path).status == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return len([one for one in seen if "SAVEPOINT" not in one])


def fill(round_, states):
    for state in states:
        made = ApplicationFactory(round=round_, state=state)
        if state is S.WITH_PANEL:
            scored(made)


@pytest.mark.parametrize("who", ["office", "panel", "round"])
def test_a_longer_list_takes_no_more_statements(sign_in, who):
    round_ = RoundFactory()
    reader = next(one.person for one in round_.panel)
    path = {
        "office": "/applications",
        "panel": f"/panel/{round_.reference}",
        "round": f"/rounds/{round_.reference}",
    }[who]
    visitor = sign_in(reader if who == "panel" else coordinator())
    fill(round_, [S.WITH_PANEL, S.TOLD])
    few = statements(visitor, path)
    fill(round_, [S.WITH_PANEL, S.TOLD, S.CHECKING, S.SUBMITTED])

    assert statements(visitor, path) == few


def test_a_longer_list_of_awards_takes_no_more_either(sign_in):
    visitor = sign_in(finance_officer())
    AwardFactory(state=AwardState.ACCEPTED)
    few = statements(visitor, "/awards")
    AwardFactory()
    AwardFactory(state=AwardState.PAID)

    assert statements(visitor, "/awards") == few
