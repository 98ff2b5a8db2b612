"""Words that nobody else would write, put into records, to be looked for where they must not be."""

import re
from typing import Any

from flask import Flask

from nolimits.grants import operations as grants
from nolimits.kernel import clock
from nolimits.people.models import Person
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import YoungPerson
from tests.factories.contacts import ContactFactory
from tests.factories.giving import import_bank
from tests.factories.grants import ANSWERS, RoundFactory
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator, finance_officer, safeguarding_lead, staff
from tests.factories.safeguarding import ConcernFactory
from tests.factories.young_people import AreaFactory, YoungPersonFactory
from tests.page import Page
from tests.visitor import Visitor

GIVEN, FAMILY, PLACE = "Zarquonia", "Vexelbyx", "Quillbeckhollow"
WISH, CONCERN, WHO = "zebrafinchwish", "Harrowmothword", "Wolvercanary"
ACTIVITY, NOTE, ASKED, SHOP = "Kestrelwalk", "Dunlinnote", "Ousellamp", "Pipitshop"
ACCOUNT, SORT_CODE, PHONE = "31926819", "608371", "01632960983"
CANARIES = (
    *(GIVEN, FAMILY, PLACE, WISH, CONCERN, WHO, ACTIVITY, NOTE, ASKED, SHOP),
    *(ACCOUNT, SORT_CODE, PHONE),
)
LINK = re.compile(r"""(?:href|action|src)=["']([^"']+)""")


def found_in(text: str) -> list[str]:
    """The canaries that a text holds, however they are written."""
    plain = re.sub(r"[\s%+-]", "", text).lower()
    return [one for one in CANARIES if one.lower() in plain]


def seeded() -> dict[str, Person]:
    """A young person and all around them, each with words of their own; who may look."""
    worker = staff()
    child = young_person(worker)
    match = MatchFactory(young_person=child, volunteer=ready_volunteer(area=child.area))
    ContactFactory(match=match, activity=ACTIVITY, notes=NOTE)
    lead = safeguarding_lead()
    ConcernFactory(by=worker, words=CONCERN, who=WHO, contact=PHONE, young_person=child)
    ConcernFactory(by=child.person, words=CONCERN, contact=PHONE)
    asked = {**ANSWERS, "pence": 12_000, "what": ASKED, "seen": SHOP}
    grants.submit_application(asked, RoundFactory().programme, by=child.person)
    finance = finance_officer()
    import_bank((clock.today(), f"FPI {SORT_CODE} {ACCOUNT} GIFT", 500), by=finance)
    return {
        "young person": child.person,
        "worker": worker,
        "volunteer": match.volunteer.person,
        "coordinator": coordinator(),
        "safeguarding lead": lead,
        "finance officer": finance,
    }


def young_person(worker: Person) -> YoungPerson:
    """One whose name, place and wish are all canaries."""
    area = AreaFactory(name=PLACE)
    child: YoungPerson = YoungPersonFactory(
        account=True, given_name=GIVEN, family_name=FAMILY, area=area, worker=worker
    )
    likes, free = ("music", "cooking"), ("monday evening", "saturday morning")
    young_people.take_preferences(child, likes, free, WISH, by=worker)
    return child


class Sweep:
    """Everything around pages that outlives them or goes elsewhere, looked through."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.looked_at = 0
        self.shown: set[str] = set()  # what pages themselves show, to whom they may
        self.faults: set[str] = set()

    def look(self, where: str, text: str) -> None:
        """Look through one thing that must hold no canary."""
        self.looked_at += 1
        self.faults.update(f"{one} in {where}" for one in found_in(text))

    def page(self, who: str, page: Page) -> None:
        """What a page leaves behind: its address, title, headers, links and cookie."""
        self.shown.update(found_in(page.html))
        self.look(f"the address {page.url} ({who})", page.url)
        # What somebody asks a grant for heads the page of it, and so names its tab.
        self.look(f"the title of {page.url} ({who})", page.title.replace(ASKED, ""))
        self.look(f"the headers of {page.url} ({who})", str(page.headers))
        self.look(f"the links of {page.url} ({who})", " ".join(LINK.findall(page.html)))
        self.look(f"the cookie after {page.url} ({who})", self.cookie(page.visitor))
        if page.status >= 400:
            self.look(f"the error page {page.status} at {page.url} ({who})", page.html)

    def cookie(self, visitor: Visitor) -> str:
        """All that the browser keeps, opened."""
        with visitor.client.session_transaction() as kept:
            values: dict[str, Any] = dict(kept)
        return str(values)
