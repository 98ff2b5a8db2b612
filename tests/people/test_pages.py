"""The pages of people, roles and directorates: one success, one refusal and one denial each."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role, Standing
from nolimits.kernel.errors import Overtaken
from nolimits.kernel.pages import paged
from nolimits.people import operations, queries
from nolimits.sign_in import presence
from tests.databases import KINDS
from tests.factories.people import (
    DirectorateFactory,
    PersonFactory,
    administrator,
    board_reader,
    coordinator,
    staff,
)
from tests.factories.young_people import signed_in_young_person
from tests.markup import parse, text_of


def test_anyone_reads_the_public_pages(visitor):
    for path in ("/", "/accessibility", "/privacy"):
        assert visitor().visit(path).status == 200


def test_a_form_without_its_token_is_not_taken(visitor):
    page = visitor().ask("POST", "/sign-in", data={"email": "dana@council.example"})

    assert page.status == 400


def test_what_somebody_else_did_first_is_told_kindly(sign_in, monkeypatch):
    def overtake(*args, **kwargs):
        raise Overtaken("Somebody else has just changed this")

    monkeypatch.setattr(queries, "directorates", overtake)

    assert sign_in(staff()).visit("/directorates").status == 409


def test_when_even_the_database_is_away_the_page_is_still_ours(app, sign_in, monkeypatch):
    browser = sign_in(staff())
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def away(token):
        raise sa.exc.OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(presence, "signed_in_by", away)
    page = browser.visit("/my")

    assert (page.status, page.h1) == (503, "We cannot reach our records just now")
    assert "Go to the front page" in page.links


def test_an_error_page_leads_back_to_ones_own_page(sign_in):
    page = sign_in(staff()).visit("/nowhere")

    assert page.follow("Go to your own page").h1 == "My No Limits"


def test_an_unknown_address_is_told_so(visitor, sign_in):
    assert visitor().visit("/nowhere").status == 404
    assert sign_in(staff()).visit("/nowhere").status == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_people_are_listed_and_found_by_their_name(sign_in, role):
    PersonFactory(name="Siân Invented", email="sian@council.example")
    PersonFactory(name="Other Person", email="other@council.example")
    page = sign_in(PersonFactory(role=role)).visit("/people?search=siân")

    assert "Siân Invented" in page.text
    assert "Other Person" not in page.text


def test_a_list_of_people_takes_few_statements_however_long_it_is(sign_in, statements):
    visitor = sign_in(coordinator())
    PersonFactory.create_batch(40, directorate=DirectorateFactory())
    statements.clear()

    page = visitor.visit("/people?role=staff&search=a")

    assert "Showing 1 to 25 of" in page.text
    assert len(statements) <= 6  # two of them ask for concerns that no lead may have


@pytest.mark.parametrize(
    ("address", "shown", "said"),
    [
        ("/", 2, "Showing 1 to 2 of more than 4 people"),
        ("/?page=2", 2, "Showing 3 to 4 of 5 people"),
        ("/?page=3", 1, "Showing 5 to 5 of 5 people"),
        ("/?page=9", 1, "Showing 5 to 5 of 5 people"),
        ("/?page=99999999999999999999", 1, "Showing 5 to 5 of 5 people"),
    ],
)
def test_a_list_that_is_not_counted_to_its_end_says_so(app, address, shown, said):
    PersonFactory.create_batch(5)
    with app.test_request_context(address):
        page = paged(
            queries.listed(Standing(None, "person", frozenset({Role.ADMINISTRATOR}))),
            size=2,
            count_by=4,
        )
        template = app.jinja_env.get_template("components/pagination.html")
        words = text_of(parse(template.module.pagination(page, "people"))[0])

    assert len(page.items) == shown
    assert said in words


def test_the_roles_of_today_are_listed(sign_in):
    dana = PersonFactory(name="Dana", roles={Role.STAFF, Role.COUNCILLOR})
    operations.end_role(dana, Role.COUNCILLOR, by=SYSTEM)
    operations.leave(PersonFactory(name="Former"), clock.today(), by=SYSTEM)
    operations.end_role(PersonFactory(name="Guest"), Role.STAFF, by=SYSTEM)

    listed = sign_in(coordinator()).visit("/people").table("People")

    roles = {row["Name"]: row["Roles"] for row in listed}
    assert (roles["Dana"], roles["Former"], roles["Guest"]) == ("Staff", "Left", "No role")


def test_staff_do_not_see_the_list_of_people(sign_in):
    assert sign_in(staff()).visit("/people").status == 403


def test_a_sign_that_means_anything_to_the_database_means_itself(sign_in):
    PersonFactory(name="Dana Invented")
    page = sign_in(coordinator()).visit("/people?search=%25")

    assert "Dana Invented" not in page.text


def test_people_see_their_own_page_and_nobody_elses(sign_in):
    dana, other = staff(), staff()

    assert sign_in(dana).visit(f"/people/{dana.reference}").h1 == dana.name
    assert sign_in(dana).visit(f"/people/{other.reference}").status == 404


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_addresses_of_other_accounts_are_counted_and_written_down_as_they_are_tried(sign_in):
    admin, of_child = administrator(), signed_in_young_person().person.email
    browser = sign_in(admin)
    sent = {"name": "Nia Newcome", "email": of_child, "roles": "staff", "directorate": ""}
    sent |= {"job_title": "", "checked": "yes"}

    answers = [browser.post("/people/add", **sent).status for _ in range(21)]

    assert answers == [422] * 20 + [429]
    assert [one.event for one in audit.timeline(admin)].count("address_refused") == 20


def test_an_administrator_gives_a_role(sign_in):
    dana = staff()
    browser = sign_in(administrator())
    form = browser.visit(f"/people/{dana.reference}").form()

    page = browser.send(form, form.filled({"role": "finance_officer"}))

    assert page.flash == "They have the role from today"
    assert Role.FINANCE_OFFICER in dana.roles


def test_a_role_is_not_given_twice(sign_in):
    dana = staff()
    browser = sign_in(administrator())
    form = browser.visit(f"/people/{dana.reference}").form()

    page = browser.send(form, form.filled({"role": "staff"}))

    assert page.errors == ["They hold this role already"]
    assert page.status == 422


def test_nobody_gives_themself_a_role(sign_in):
    dana = administrator()
    browser = sign_in(dana)
    form = browser.visit(f"/people/{dana.reference}").form()

    page = browser.send(form, form.filled({"role": "finance_officer"}))

    assert page.errors == ["Somebody else must give you a role"]
    assert dana.roles == {Role.ADMINISTRATOR}


def test_a_coordinator_gives_no_roles(sign_in):
    dana = staff()
    page = sign_in(coordinator()).post(f"/people/{dana.reference}/roles", role="administrator")

    assert page.status == 404
    assert dana.roles == {Role.STAFF}


def test_an_administrator_ends_a_role(sign_in):
    dana = PersonFactory(roles={Role.STAFF, Role.COORDINATOR})
    page = sign_in(administrator()).visit(f"/people/{dana.reference}/roles/coordinator/end")

    page = page.submit()

    assert page.flash == "The role has ended"
    assert dana.roles == {Role.STAFF}


def test_a_role_that_nobody_holds_is_not_ended(sign_in):
    dana = staff()
    page = sign_in(administrator()).visit(f"/people/{dana.reference}/roles/coordinator/end")

    assert page.status == 404 or page.submit().errors == ["They do not hold this role"]


def test_there_is_no_page_for_a_role_that_does_not_exist(sign_in):
    dana = staff()

    assert sign_in(administrator()).visit(f"/people/{dana.reference}/roles/king/end").status == 404


def test_a_coordinator_names_a_champion(sign_in):
    library = DirectorateFactory(name="Invented Libraries")
    dana = PersonFactory(name="Dana Invented", directorate=library)
    page = sign_in(coordinator()).visit(f"/directorates/{library.reference}/champion")

    page = page.submit(person=dana.reference)

    assert page.flash == "Dana Invented is the champion of Invented Libraries"
    assert library.champion == dana
    assert "Dana Invented" in page.text


def test_a_champion_must_be_chosen(sign_in):
    library = DirectorateFactory()
    PersonFactory(directorate=library)
    page = sign_in(coordinator()).visit(f"/directorates/{library.reference}/champion").submit()

    assert page.errors == ["Choose a person"]
    assert library.champion is None


def test_a_champion_from_elsewhere_is_refused(sign_in):
    library, dana = DirectorateFactory(), staff()
    PersonFactory(directorate=library)
    page = sign_in(coordinator()).visit(f"/directorates/{library.reference}/champion")

    page = page.forge(person=dana.reference)

    assert page.status == 422
    assert library.champion is None


def test_a_new_champion_takes_over_from_the_one_before(sign_in):
    library = DirectorateFactory()
    first, second = PersonFactory(directorate=library), PersonFactory(directorate=library)
    browser = sign_in(coordinator())
    for person in (first, second):
        browser.visit(f"/directorates/{library.reference}/champion")
        browser.submit(person=person.reference)

    assert library.champion == second
    assert sorted(one.until_on is None for one in library.champions) == [False, True]


def test_a_board_reader_names_no_champion(sign_in):
    library = DirectorateFactory()

    page = sign_in(board_reader()).visit(f"/directorates/{library.reference}/champion")

    assert page.status == 404


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        (Role.STAFF, "My No Limits"),
        (Role.COORDINATOR, "Today"),
        (Role.YOUNG_PERSON, "Hello"),
        (Role.BOARD_READER, "Reports to the Board"),
        (Role.FINANCE_OFFICER, "Giving"),
        (Role.PANEL_MEMBER, "Your panels"),
        (Role.SAFEGUARDING_LEAD, "Concerns"),
        (Role.SUPPORT_MENTOR, "My volunteers"),
        (Role.ADMINISTRATOR, "People"),
    ],
)
def test_everyone_lands_on_the_page_of_what_they_do_next(sign_in, role, heading):
    assert sign_in(PersonFactory(role=role)).visit("/home").h1 == heading


def test_whoever_may_not_promise_is_not_asked_to(sign_in):
    reader = sign_in(signed_in_young_person().person)

    assert reader.visit("/").path == "/me"
