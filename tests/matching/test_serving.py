"""A match serves an action of the council's strategy."""

import pytest

from nolimits.kernel.db import db
from nolimits.matching import operations, queries
from nolimits.matching.models import MatchState
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.strategy import make_action, make_strategy

pytestmark = pytest.mark.usefixtures("app")
M = MatchState


def test_whoever_asks_the_volunteer_says_which_action_the_match_serves(sign_in):
    action = make_action(key="stockton")
    match, other = MatchFactory(state=M.SUGGESTED), MatchFactory(state=M.SUGGESTED)
    visitor = sign_in(coordinator())

    page = visitor.visit(f"/matches/{match.reference}/propose").submit(action=action.reference)

    assert page.facts["Serves"].startswith(action.text)
    page = visitor.visit(f"/matches/{other.reference}/propose").submit()
    assert other.action_id == action.id  # the next usually serves the same


def test_what_a_match_serves_can_be_put_right_at_any_time(sign_in):
    wrong, right, _ = make_strategy(key="stockton").actions
    match = MatchFactory(state=M.ACTIVE)
    operations.name_action(match, wrong, by=coordinator())
    page = sign_in(coordinator()).visit(f"/matches/{match.reference}/name-action")

    page.submit(action=right.reference)

    assert match.action_id == right.id
    path = f"/matches/{match.reference}/name-action"
    assert sign_in(safeguarding_lead()).visit(path).status == 404


def test_an_action_counts_the_matches_that_serve_it_and_the_list_shows_as_many():
    action, by = make_action(), coordinator()
    for state in (M.SUGGESTED, M.ACTIVE, M.CLOSED):
        operations.name_action(MatchFactory(state=state), action, by=by)
    nothing_came_of_it = MatchFactory(state=M.PROPOSED)
    operations.name_action(nothing_came_of_it, action, by=by)
    operations.release(nothing_came_of_it, by=by)
    MatchFactory(state=M.ACTIVE)

    assert queries.count_serving(action) == 3
    assert (
        len(db.session.scalars(queries.matches(coordinator(), action=action.reference)).all()) == 3
    )
