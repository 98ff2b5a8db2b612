"""Lists ask the database as often for many records as for few."""

import pytest

from nolimits.awards.models import AwardState
from nolimits.grants.models import ApplicationState
from tests.factories.awards import AwardFactory
from tests.factories.grants import ApplicationFactory, RoundFactory, scored
from tests.factories.people import coordinator, finance_officer

S = ApplicationState


@pytest.fixture
def asked(statements):
    """How many statements a page takes."""

    def count(visitor, path):
        statements.clear()
        assert visitor.visit(path).status == 200
        return len(statements)

    return count


def fill(round_, states):
    for state in states:
        made = ApplicationFactory(round=round_, state=state)
        if state is S.WITH_PANEL:
            scored(made)


@pytest.mark.parametrize("who", ["office", "panel", "round"])
def test_a_longer_list_takes_no_more_statements(sign_in, asked, who):
    round_ = RoundFactory()
    reader = next(one.person for one in round_.panel)
    path = {
        "office": "/applications",
        "panel": f"/panel/{round_.reference}",
        "round": f"/rounds/{round_.reference}",
    }[who]
    visitor = sign_in(reader if who == "panel" else coordinator())
    fill(round_, [S.WITH_PANEL, S.TOLD])
    few = asked(visitor, path)
    fill(round_, [S.WITH_PANEL, S.TOLD, S.CHECKING, S.SUBMITTED])

    assert asked(visitor, path) == few


def test_a_longer_list_of_awards_takes_no_more_either(sign_in, asked):
    visitor = sign_in(finance_officer())
    AwardFactory(state=AwardState.ACCEPTED)
    few = asked(visitor, "/awards")
    AwardFactory()
    AwardFactory(state=AwardState.PAID)

    assert asked(visitor, "/awards") == few
