"""Accounts: made, changed, shut and opened by somebody else, and nobody learns a young name."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.people import operations, queries
from nolimits.people.models import Person, SuspensionReason
from nolimits.sign_in import operations as sign_in_operations
from nolimits.sign_in.models import SignInSession
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.databases import KINDS
from tests.factories.people import (
    DirectorateFactory,
    PersonFactory,
    administrator,
    coordinator,
    safeguarding_lead,
    staff,
)
from tests.factories.second_factors import passkey_of
from tests.factories.young_people import signed_in_young_person
from tests.house.matrix import undone
from tests.house.routes import routes
from tests.sign_in.signing_in import ask_for_code, is_signed_in
from tests.visitor import Visitor

OF_ACCOUNTS = [one for one in routes() if one.about is Person]
DAY = ("on-day", "on-month", "on-year")
NEW = {"name": "Nia Newcome", "email": "Nia@council.example", "roles": ["staff", "volunteer"]}


def code_in(message):
    return next(word for word in message.body.split() if word.isdecimal() and len(word) == 6)


def test_an_administrator_adds_somebody_who_is_written_to_and_signs_in(sign_in, visitor, mail_to):
    """Case 27: the invitation holds no key, and only who reads mail there gets in by it."""
    library = DirectorateFactory(name="Libraries")
    page = sign_in(administrator()).visit("/people").follow("Add a person")
    page = page.submit(**NEW, directorate=library.reference)
    assert page.h1 == "Add Nia Newcome?"
    assert queries.by_email("nia@council.example") is None

    page = page.press("Add them and write to them")

    assert page.flash == "Nia Newcome has an account, and was written to"
    nia = queries.by_email("nia@council.example")
    assert (nia.roles, nia.directorate) == ({Role.STAFF, Role.VOLUNTEER}, library)
    (invitation,) = mail_to(nia)
    assert invitation.body.count("http") == 1
    assert "/sign-in\n" in invitation.body
    ask_for_code(other := visitor(), "someone.else@council.example")
    assert other.submit(code="123456").status == 422
    ask_for_code(mine := visitor(), nia.email)
    mine.submit(code=code_in(mail_to(nia)[-1]))
    assert is_signed_in(mine)


def test_what_is_wrong_is_told_and_what_was_typed_stays(sign_in):
    taken = staff()
    browser = sign_in(administrator())
    page = browser.visit("/people/add").submit(name="Nia", email="nia", roles=[])
    assert page.status == 422
    assert page.form().filled({})["name"] == ["Nia"]

    page = page.submit(name="Nia", email=taken.email, roles=["staff"])
    page = page.press("Add them and write to them")
    assert page.errors == ["Somebody already has this email address or employee number"]
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 2


def test_no_role_of_a_young_person_is_given_on_that_page(sign_in):
    page = sign_in(administrator()).visit("/people/add")

    page = page.forge(**{**NEW, "roles": ["young_person"], "checked": "yes"})

    assert page.status == 422
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


@pytest.mark.parametrize("who", [coordinator, staff])
def test_only_administrators_change_accounts(sign_in, who):
    person, browser = staff(), sign_in(who())

    assert browser.visit("/people/add").status == 403
    for act in ("suspend", "close", "bring-back", "details"):
        assert browser.visit(f"/people/{person.reference}/{act}").status == 404


def test_nobody_shuts_or_changes_their_own_account(sign_in):
    admin = administrator()
    for act in ("suspend", "close", "bring-back", "details"):
        assert sign_in(admin).visit(f"/people/{admin.reference}/{act}").status == 404
    with pytest.raises(NotVisible):
        operations.suspend(admin, SuspensionReason.OTHER, by=admin)


def test_whoever_is_suspended_is_out_at_their_next_step_and_comes_back_as_they_were(
    sign_in, visitor, mail_to
):
    """Case 9."""
    person = PersonFactory(roles={Role.STAFF, Role.SUPPORT_MENTOR})
    theirs, admin = sign_in(person), sign_in(administrator())
    page = admin.visit(f"/people/{person.reference}").follow("Suspend the account")
    assert page.submit().errors == ["Choose why"]
    page = admin.submit(reason="lost_device")
    assert page.flash == "The account is suspended"

    assert not is_signed_in(theirs)
    assert db.session.scalars(
        sa.select(SignInSession.ended_at).where(SignInSession.person_id == person.id)
    ).all() == [clock.now()]
    ask_for_code(visitor(), person.email)
    assert mail_to(person) == []
    assert person not in queries.holders(Role.SUPPORT_MENTOR)

    page = page.follow("Open the account again").submit()
    assert page.flash == "The account is open again"
    assert person.roles == {Role.STAFF, Role.SUPPORT_MENTOR}
    assert not is_signed_in(theirs)
    assert is_signed_in(sign_in(person))


def test_two_who_suspend_at_once_write_it_down_once(app):
    person = staff()
    operations.suspend(person, SuspensionReason.WORRY, by=SYSTEM)

    with pytest.raises(Overtaken):
        operations.suspend(person, SuspensionReason.WORRY, by=SYSTEM)


def test_an_account_closes_from_the_day_that_was_named(sign_in, held_clock):
    """R-SEC-5: within the day, whether or not they ask for a page."""
    person = staff()
    admin = sign_in(administrator())
    page = admin.visit(f"/people/{person.reference}").follow("Close the account from a day")
    assert page.submit(**dict(zip(DAY, ("1", "1", "2020"), strict=True))).status == 422
    page = admin.submit(**dict(zip(DAY, ("22", "11", "2026"), strict=True)))
    assert page.facts["Closed from"] == "22 November 2026"

    held_clock.move_on(days=1)
    theirs = sign_in(person)
    assert is_signed_in(theirs)
    held_clock.move_on(days=1)
    sign_in_operations._end_sessions_of_leavers()
    assert db.session.scalars(
        sa.select(SignInSession.ended_at).where(SignInSession.person_id == person.id)
    ).all() == [clock.now()]
    assert not is_signed_in(theirs)


def test_a_new_address_is_theirs_once_a_code_came_back_from_it(sign_in, visitor, mail_to):
    person = staff(email="old@council.example")
    page = sign_in(administrator()).visit(f"/people/{person.reference}/details")
    page = page.submit(name="Sam Renamed", email="New@council.example")
    assert (person.name, person.email) == ("Sam Renamed", "old@council.example")
    assert page.facts["New address, not used yet"] == "new@council.example"
    assert [one.template for one in mail_to("new@council.example")] == ["person_new_address"]

    ask_for_code(browser := visitor(), "new@council.example")
    browser.submit(code=code_in(mail_to("new@council.example")[-1]))

    assert is_signed_in(browser)
    assert (person.email, person.new_email) == ("new@council.example", None)
    assert mail_to("old@council.example")[-1].template == "person_address_changed"
    assert queries.by_email("old@council.example") is None


def test_until_then_the_old_address_opens_the_account_and_the_new_one_only_by_its_code(mail_to):
    person = staff(email="old@council.example")
    operations.name_address(person, "new@council.example", by=SYSTEM)
    sign_in_operations.send_code("old@council.example", by=NOBODY)
    code = code_in(mail_to(person)[-1])

    assert sign_in_operations.sign_in("new@council.example", code, by=NOBODY) is None
    assert person.email == "old@council.example"
    assert sign_in_operations.sign_in("old@council.example", code, by=NOBODY) == person
    assert person.new_email == "new@council.example"


def test_an_address_that_somebody_has_is_not_named_for_another(app):
    person, other = staff(), staff()
    operations.name_address(person, "new@council.example", by=SYSTEM)

    with pytest.raises(Refused):
        operations.name_address(other, person.email, by=SYSTEM)
    with pytest.raises(Refused):
        operations.name_address(other, "new@council.example", by=SYSTEM)


def test_an_administrator_never_learns_the_name_of_a_young_person(sign_in):
    young = signed_in_young_person().person
    admin = sign_in(administrator())
    path = f"/people/{young.reference}"
    for page in (admin.visit("/people"), admin.visit(f"/people?search={young.name}")):
        assert young.reference not in page.text
        assert not any(young.reference in to for to in page.links.values())
    for page in (path, f"{path}/suspend", f"{path}/roles/young_person/end"):
        text = admin.visit(page).text
        assert f"{young.reference}" in text or "Account" in text
        assert young.name not in text
        assert young.email not in text
    assert admin.visit(f"{path}/details").status == 404

    assert young.name in sign_in(coordinator()).visit(f"/people?search={young.name}").links


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
def test_no_page_of_an_account_says_a_young_name_to_whom_it_is_not_told(app, role):
    """At any address of an account, whether it is read or sent."""
    reader = Visitor(app, PersonFactory(role=role), unseen=range(600))  # looked at elsewhere
    told = {}
    for person in (signed_in_young_person().person, staff()):
        passkey_of(person)  # which they may have lost
        told[person.is_young] = {one for one in OF_ACCOUNTS if says(reader, one, person)}

    assert told[True] == set()
    assert len(told[False]) > 3


def says(reader, route, person):
    """Whether what somebody is answered has a person's name in it."""
    path = route.path.replace("<key>", person.reference)
    for name, value in route.values(person.reference).items():
        path = path.replace(f"<{name}>", value)
    ask = reader.visit if route.method == "GET" else reader.post
    with undone():
        return person.name in ask(path, follow=False).html


def test_whoever_is_kept_apart_gives_and_ends_no_role_of_a_young_person(sign_in):
    """Nor learns that there is an account."""
    young, tied = signed_in_young_person(), administrator()
    ties.add_tie(young, tied, Tie.NOT_THIS_PERSON, by=young.worker)
    path, browser = f"/people/{young.person.reference}/roles", sign_in(tied)

    assert browser.post(path).status == 404
    assert browser.visit(f"{path}/young_person/end").status == 404
    for change in (operations.grant_role, operations.end_role):
        with pytest.raises(NotVisible):
            change(young.person, Role.YOUNG_PERSON, by=tied)
    operations.end_role(young.person, Role.YOUNG_PERSON, by=administrator())


def test_leads_and_other_administrators_are_told_of_each_role_that_opens_more(app, mail_to):
    """So that no administrator gives one unseen; the letter names nobody."""
    first, second, lead = administrator(), administrator(), safeguarding_lead()
    new = operations.add_person("Sham", "sham@mailbox.example", {Role.COORDINATOR}, by=first)
    operations.grant_role(new, Role.FINANCE_OFFICER, by=first)
    operations.suspend(new, SuspensionReason.OTHER, by=first)
    operations.bring_back(new, by=first)
    operations.grant_role(new, Role.STAFF, by=first)  # opens nothing of others

    for reader in (second, lead):
        letters = [one for one in mail_to(reader) if one.template == "role_given"]
        assert ["finance officer" in one.body for one in letters] == [False, True, True]
        assert all(f"{new.reference} has been given" in one.body for one in letters)
        assert all(first.reference in one.body for one in letters)
        assert not any(new.name in one.body or first.name in one.body for one in letters)
    assert mail_to(first) == mail_to("sham@mailbox.example") == []


def test_an_account_is_closed_no_earlier_than_it_was_made(app):
    person = staff()

    with pytest.raises(Refused):
        operations.leave(person, clock.today() - timedelta(days=1), by=SYSTEM)


def test_whoever_was_suspended_never_reads_why_by_whom_or_at_what_hour(sign_in):
    """R-SAF-4: worry is a reason, and it would warn them."""
    person, admin = staff(), administrator(name="Adeline Invented")
    operations.suspend(person, SuspensionReason.WORRY, by=admin)
    operations.bring_back(person, by=admin)
    path = f"/people/{person.reference}"

    for reader in (person, coordinator()):
        page = sign_in(reader).visit(path)
        assert "Account suspended" in page.text
        assert not [one for one in ("orry", "Adeline", "10:00") if one in page.text]
    assert "Account suspended: worry" in sign_in(admin).visit(path).text
