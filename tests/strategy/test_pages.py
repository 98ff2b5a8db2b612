"""The pages of the strategy: the plan on a page, the others, and what serves an action."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.forms import Form
from nolimits.kernel.permissions import Permission
from nolimits.strategy import operations, queries
from nolimits.strategy.document import SHIPPED
from nolimits.strategy.forms import action_field
from nolimits.strategy.models import Action
from nolimits.strategy.reader import load
from tests.factories.people import PersonFactory, board_reader, coordinator, staff
from tests.factories.strategy import make_action, make_strategy


@pytest.fixture
def own(app):
    """The council's own strategy, as shipped."""
    (strategy,) = operations.import_strategies(load(SHIPPED), by=SYSTEM)
    return strategy


@pytest.fixture
def serving(monkeypatch):
    """Have rooms above count a number of records for every action."""

    def serve(number, permission=Permission.SEE_PEOPLE, endpoint="people.people"):
        monkeypatch.setattr(queries, "SERVED_BY", [])
        queries.served_by("Promises", lambda action: number, permission, endpoint)

    return serve


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.PARTNER])
def test_everyone_who_is_signed_in_but_for_partners_reads_the_plan(own, sign_in, role):
    page = sign_in(PersonFactory(role=role)).visit("/strategy")

    assert page.h1 == "Corporate Parenting Strategy"
    assert "7 priorities" in page.text
    for words in ("Lifelong Links programme", "Placement choice", "Be there:", "June 2022"):
        assert words in page.text
    assert "to encourage those children and young people to express their views" in page.text


def test_a_stranger_is_asked_to_sign_in(own, visitor):
    assert visitor().visit("/strategy").path == "/sign-in"


def test_without_a_strategy_the_page_says_what_would_be_there(sign_in):
    page = sign_in(staff()).visit("/strategy")

    assert page.h1 == "Our strategy"
    assert "The strategy is not here yet" in page.text


def test_the_plan_takes_as_many_questions_to_the_database_as_it_has_parts(own, sign_in):
    browser, asked = sign_in(staff()), []

    def note(connection, cursor, statement, *rest):
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    browser.visit("/strategy")
    sa.event.remove(sa.Engine, "before_cursor_execute", note)

    assert len([one for one in asked if "FROM action" in one]) == 1
    assert len([one for one in asked if one.startswith("SELECT")]) <= 12


def test_an_actions_page_is_reached_from_the_plan(own, sign_in):
    page = sign_in(staff()).visit("/strategy").follow("Mental health support")

    assert page.h1 == "Mental health support"
    assert page.facts["Priority"] == "Good health"
    assert page.facts["Who leads"] == page.facts["Due"] == "Not stated"
    assert "SDQ scores improving" in page.text


def test_other_strategies_are_listed_and_read(sign_in):
    madeup = make_strategy(period="2026 to 2029")
    page = sign_in(board_reader()).visit("/strategies")
    (row,) = page.table("Strategies")
    page = page.follow("Plan for growing up")

    assert (row["Period"], row["Priorities"], row["Actions"]) == ("2026 to 2029", "2", "3")
    assert (page.path, page.h1) == (f"/strategies/{madeup.key}", "Plan for growing up")
    assert "The seven principles" not in page.text


def test_without_strategies_the_list_says_what_would_be_there(sign_in):
    assert "No strategy yet" in sign_in(staff()).visit("/strategies").text


def test_an_unknown_action_or_strategy_is_not_found(sign_in):
    browser = sign_in(staff())

    assert browser.visit("/strategy/actions/S-22222222").status == 404
    assert browser.visit("/strategies/nowhere").status == 404


@pytest.mark.parametrize("number", [4, 1200])
def test_whoever_may_not_open_the_list_reads_no_count_of_it(sign_in, serving, number):
    """Case 12: of a count that is read each day, one day less the other tells of somebody."""
    serving(number)
    action = make_action()
    page = sign_in(staff()).visit(f"/strategy/actions/{action.reference}")

    assert "What serves this action" not in page.text
    assert f"{number:,}" not in page.text.replace(action.reference, "")


def test_the_coordinator_sees_every_count_and_the_records_behind_it(sign_in, serving):
    serving(4)
    action = make_action()
    page = sign_in(coordinator()).visit(f"/strategy/actions/{action.reference}")

    assert page.table("What serves this action")[0]["How many"] == "4"
    assert page.links["Promises"] == f"/people?action={action.reference}"


def test_the_coordinator_is_led_only_where_they_may_go(sign_in, serving):
    serving(4, permission=Permission.SEE_LEDGER)
    page = sign_in(coordinator()).visit(f"/strategy/actions/{make_action().reference}")

    assert "Promises" not in page.links


def test_a_form_offers_the_councils_own_actions_by_priority(own, app):
    class Asking(Form):
        action = action_field()

    make_strategy()
    with app.test_request_context():
        groups = dict(Asking().action.iter_groups())
        listening = [one.label for one in groups["Listening"]]

    assert list(groups)[:3] == [None, "Stability", "Resilience"]
    assert listening[0] == "LTA groups"
    assert len(groups) == 8


def test_a_form_takes_an_action_of_the_council_and_no_other(own, app):
    class Asking(Form):
        action = action_field(needed=True)

    def errors(reference):
        with app.test_request_context(method="POST", data={"action": reference}):
            form = Asking(meta={"csrf": False})
            form.validate()
            return form.errors.get("action", [])

    ours = queries.by_keys(["listening/lta-groups"])["listening/lta-groups"]
    assert errors(ours.reference) == []
    assert errors(make_action().reference) == ["Choose an action of the strategy"]
    assert errors("") == ["Choose an action of the strategy"]
    assert Action.by_key(ours.reference) is ours
