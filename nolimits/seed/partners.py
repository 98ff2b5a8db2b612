"""The invented council's partners: what was seen of them, their projects, what they report."""

from datetime import date, timedelta

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.partners import accounts, looking_after, operations, projects, totals
from nolimits.partners.due import Every
from nolimits.partners.kinds import CheckKind, PartnerKind
from nolimits.partners.models import Partner, PartnerProject
from nolimits.partners.operations import Organisation, Seen
from nolimits.partners.projects import Plan
from nolimits.seed import Council

PARTNERS = (
    ("Paper Lantern Theatre", PartnerKind.ARTS, "Orla Inventedly"),
    ("Quayside Clay Studio", PartnerKind.COMMUNITY_GROUP, "Bram Madeuply"),
)
PLANS = (
    ("Lanterns on the river", "An afternoon a week to build, paint and carry a lantern.", 12),
    ("Hands in clay", "Throwing, glazing and a shelf of their own in the studio.", 8),
)
COUNTS = ((4, 48, 9, 12), (4, 48, 11, 12), (5, 60, 10, 15))
SERVES = ("resilience/friendships", "resilience/cultural-experiences")
PAPERS = {
    CheckKind.SAFEGUARDING_POLICY: "Policy of this spring, version 3",
    CheckKind.INSURANCE: "Public liability, ten million pounds",
    CheckKind.DBS_ARRANGEMENTS: "Their register, with the day of each check",
}


def fill(council: Council) -> None:
    """Two partners: one whose project runs and reports, one whose project is still a draft."""
    first, second = (_partner(council, *facts) for facts in PARTNERS)
    with clock.standing_at(council.ago(days=130)):
        running = _project(council, first, 0)
        for check in first.checks:
            operations.confirm_check(check, by=council.coordinators[1])
        projects.agree_project(running, by=council.coordinators[0])
        projects.start_project(running, by=council.coordinators[0])
    with clock.standing_at(council.ago(days=12)):
        _project(council, second, 1)
    looking_after.look_after_all(by=SYSTEM)
    _report(council, running)


def _partner(council: Council, name: str, kind: PartnerKind, contact: str) -> Partner:
    team, address = council.coordinators[0], f"{contact.split()[0].lower()}@partner.example"
    with clock.standing_at(council.ago(days=140)):
        partner = operations.add_partner(Organisation(name, kind, contact, address), by=team)
        for check, paper in PAPERS.items():
            until = council.today + timedelta(days=200)
            operations.record_check(partner, Seen(check, paper, clock.today(), until), by=team)
        accounts.add_partner_person(partner, contact, address, by=team)
    return partner


def _project(council: Council, partner: Partner, number: int) -> PartnerProject:
    title, gives, places = PLANS[number]
    until: date = council.today + timedelta(days=150)
    plan = Plan(title, gives, places, clock.today(), until, Every.MONTH)
    action = council.actions[SERVES[number]]
    return projects.draft_project(partner, plan, action, by=council.coordinators[0])


def _report(council: Council, project: PartnerProject) -> None:
    """All but the newest are sent; all but the newest of those accepted."""
    sent = sorted(project.totals, key=lambda one: one.from_on)[:-1][: len(COUNTS)]
    for one, counts in zip(sent, COUNTS, strict=False):
        answers = dict(zip(totals.COUNTS, counts, strict=True))
        totals.send_totals(answers, one, by=project.people[0].person)
        if one is not sent[-1]:
            totals.accept_totals(one, seen=one.counts, by=council.coordinators[0])
