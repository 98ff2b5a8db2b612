"""What partners report: counts alone, once a period is over, late told, accepted, suppressed."""

from datetime import date, timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.partners import looking_after, operations, totals
from nolimits.partners.due import Every, periods
from nolimits.partners.kinds import ProjectState, TotalsState
from nolimits.reports import today
from nolimits.reports.catalogue import FIGURES
from nolimits.reports.figures import Period
from nolimits.services import operations as services
from nolimits.services import queries as offered
from tests.databases import KINDS
from tests.factories.partners import (
    COUNTS,
    PartnerFactory,
    ProjectFactory,
    TotalsFactory,
    owed_by,
    running_since,
    seen_of,
    somebody_of,
)
from tests.factories.people import (
    coordinator,
    safeguarding_lead,
)
from tests.factories.services import ServiceOfferFactory, asked_for
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)


@pytest.mark.parametrize(
    ("every", "first", "last", "today", "expected"),
    [
        (Every.MONTH, (2026, 1, 20), (2026, 3, 10), (2026, 3, 1), ["0120-0131", "0201-0228"]),
        (Every.MONTH, (2026, 1, 20), (2026, 1, 25), (2026, 1, 25), []),
        (Every.MONTH, (2026, 1, 20), (2026, 1, 25), (2026, 1, 26), ["0120-0125"]),
        (Every.QUARTER, (2026, 11, 2), (2027, 4, 1), (2027, 4, 1), ["1102-1231", "0101-0331"]),
        (Every.MONTH, (2028, 2, 1), (2028, 12, 31), (2028, 3, 1), ["0201-0229"]),
    ],
)
def test_a_period_is_asked_for_once_it_is_over(every, first, last, today, expected):
    """Case 64."""
    found = periods(every, date(*first), date(*last), date(*today))

    assert [f"{begins:%m%d}-{ends:%m%d}" for begins, ends in found] == expected


def test_each_month_is_asked_for_once_and_reminded_of_each_week_once_it_is_late(
    held_clock, mail_to
):
    """Case 65."""
    project = ProjectFactory()  # from 20 November
    person = somebody_of(project.partner)

    def letters(day):
        held_clock.move_to(day)
        looking_after.look_after_all(by=SYSTEM)
        looking_after.look_after_all(by=SYSTEM)
        return [one.template for one in mail_to(person)].count("totals_wanted")

    assert letters(date(2026, 11, 30)) == 0
    assert letters(date(2026, 12, 1)) == 1
    assert letters(date(2026, 12, 14)) == 1
    assert letters(date(2026, 12, 15)) == 2
    assert letters(date(2026, 12, 21)) == 2
    assert letters(date(2026, 12, 22)) == 3
    [owed] = project.totals
    assert (owed.from_on, owed.until_on) == (date(2026, 11, 20), date(2026, 11, 30))


def test_a_project_whose_partner_was_not_clear_until_its_last_day_never_begins(held_clock):
    first = clock.today() + timedelta(days=3)
    plan = {"from_on": first, "until_on": first + timedelta(days=2)}
    project = ProjectFactory(state=ProjectState.AGREED, plan=plan)
    checks, by = project.partner.checks, coordinator()
    operations.withdraw_check(checks[0], "It is a copy", by=by)
    held_clock.move_on(days=6)
    operations.confirm_check(seen_of(project.partner, checks[0].kind), by=by)
    assert project.partner.is_clear

    looking_after.look_after_all(by=SYSTEM)

    assert project.state is ProjectState.STOPPED


def test_a_project_begins_and_ends_on_its_days_by_itself(held_clock):
    first = clock.today() + timedelta(days=3)
    plan = {"from_on": first, "until_on": first + timedelta(days=2)}
    project = ProjectFactory(state=ProjectState.AGREED, plan=plan)
    states = []
    for _ in range(7):
        looking_after.look_after_all(by=SYSTEM)
        states.append(project.state.value)
        held_clock.move_on(days=1)

    assert states == ["agreed"] * 3 + ["running"] * 3 + ["ended"]
    assert [(one.from_on, one.until_on) for one in project.totals] == [(first, project.until_on)]


def test_nobody_but_the_partner_reports_and_nobody_but_a_coordinator_accepts():
    owed, by = owed_by(), coordinator()
    person = somebody_of(owed.project.partner)
    stranger = somebody_of(PartnerFactory(clear=False))
    for who in (by, stranger):
        with pytest.raises(NotVisible):
            totals.send_totals(COUNTS, owed, by=who)

    totals.send_totals(COUNTS, owed, by=person)

    with pytest.raises(NotVisible):
        totals.accept_totals(owed, seen=owed.counts, by=person)
    with pytest.raises(NotAllowed):
        looking_after.look_after_all(by=person)


def test_nobody_accepts_other_counts_than_those_that_they_read():
    owed, by = owed_by(), coordinator()
    person = somebody_of(owed.project.partner)
    totals.send_totals(COUNTS, owed, by=person)
    read = owed.counts
    totals.query_totals(owed, "So few?", by=by)
    totals.send_totals({**COUNTS, "young_people": 900}, owed, by=person)

    with pytest.raises(Refused, match="Read it again"):
        totals.accept_totals(owed, seen=read, by=by)
    totals.accept_totals(owed, seen=owed.counts, by=by)


def test_what_is_late_and_what_was_sent_stand_on_today():
    lead, by = safeguarding_lead(), coordinator()
    late, sent = owed_by(), TotalsFactory()
    seen = seen_of(PartnerFactory(clear=False), by=by)

    def lines(of):
        pile = next((one for one in today.piles(of) if one.title == "Partners"), None)
        return {one.key: one.why for one in pile.first} if pile else {}

    mine, others = lines(by), lines(coordinator())
    assert "totals late" in mine[late.project.reference]
    assert mine[sent.reference] == "sent its totals"
    assert seen.reference not in mine
    assert others[seen.reference] == "insurance was seen"
    assert lead.roles == {Role.SAFEGUARDING_LEAD}


def test_small_counts_of_young_people_are_told_to_coordinators_alone(sign_in):
    few = TotalsFactory(counts={"young_people": 3, "sessions": 11, "places": 22, "hours": 33})
    path = f"/partner-projects/{few.project.reference}"

    team, own = (sign_in(one).visit(path) for one in (coordinator(), few.project.people[0].person))
    lead = sign_in(safeguarding_lead()).visit(path)

    told = [page.table("Totals")[-1]["Young people"] for page in (team, own, lead)]
    assert told == ["3", "fewer than 5", "fewer than 5"]


def test_a_partner_reads_of_five_or_more_who_have_what_is_offered_and_of_last_month(held_clock):
    project, by = running_since(clock.today()), coordinator()
    person, offer = somebody_of(project.partner), ServiceOfferFactory(project=project)
    for _ in range(5):
        services.hand_out(asked_for(offer, YoungPersonFactory()), by=by)

    assert offered.told_of(project, to=by) == [(offer, "5")]
    assert offered.told_of(project, to=person) == [(offer, "fewer than 5")]
    held_clock.move_to(date(2026, 12, 1))
    assert offered.told_of(project, to=person) == [(offer, "5")]
    services.hand_out(asked_for(offer, YoungPersonFactory()), by=by)
    assert offered.told_of(project, to=person) == [(offer, "5")]


def test_figures_count_what_runs_and_the_most_that_each_project_had_in_one_month(held_clock):
    project = running_since(date(2026, 9, 1))
    for counts in ({"young_people": 6}, {"young_people": 9}):
        owed = [one for one in [owed_by(project)] if one.state is TotalsState.ASKED]
        owed = owed or [one for one in project.totals if one.state is TotalsState.ASKED][-1:]
        TotalsFactory(owed=owed[0], counts=counts, state=TotalsState.ACCEPTED)
    TotalsFactory(counts={"young_people": 50})  # not accepted
    period = Period(clock.today())

    assert FIGURES["partner_projects_running"].value(period).amount == 2
    assert FIGURES["partner_young_people"].value(period).amount == 9


def test_a_partner_reports_on_their_page_and_sends_again_what_is_asked_about(sign_in, mail_to):
    owed = owed_by()
    person = somebody_of(owed.project.partner)
    page = sign_in(person).visit("/my-projects").follow("21 September 2026 to 30")
    page = page.submit(sessions=4, places=40, young_people=-1, hours="twelve")
    assert len(page.errors) == 2
    assert 'value="twelve"' in page.html
    page = page.submit(sessions=4, places=40, young_people=7, hours=12).press("Send the totals")
    assert (owed.state, owed.young_people) == (TotalsState.SENT, 7)

    team = sign_in(coordinator()).visit(f"/partner-totals/{owed.reference}/ask")
    team.submit(question="Is it hours of all together?")

    assert mail_to(person)[-1].template == "totals_queried"
    page = sign_in(person).visit(f"/partner-projects/{owed.project.reference}")
    assert "Is it hours of all together?" in page.text
    page = page.follow("Report from 21 September 2026").submit(
        sessions=4, places=40, young_people=7, hours=48
    )
    page.press("Send the totals")
    team = sign_in(coordinator()).visit(f"/partner-totals/{owed.reference}/accept")
    assert "48 hours" in team.text
    team.press("Accept them")
    assert (owed.state, owed.hours) == (TotalsState.ACCEPTED, 48)
