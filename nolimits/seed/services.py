"""What the invented council's services keep for young people, and who asked for it."""

from datetime import timedelta

from nolimits.kernel import clock
from nolimits.partners.queries import may_offer
from nolimits.seed import Council
from nolimits.services import operations, queries
from nolimits.services.models import ServiceKind
from nolimits.services.operations import Service

K = ServiceKind
OFFERS = (
    (K.FREE_PASS, "Swim for free", "Say your name at the desk of the invented pool.", None, 8),
    (K.TICKETS, "First seats at the pantomime", "We book two seats for you.", 20, 8),
    (K.WORK_EXPERIENCE, "A week in the parks team", "Outdoors, with boots that we lend.", 4, 15),
    (K.INTERVIEW, "An interview for each apprenticeship", "Tick the box on the form.", None, 16),
)


def fill(council: Council) -> None:
    """Have services offer something each; a few young people ask, and some have it already."""
    team = council.coordinators[0]
    for number, (kind, title, what, stock, youngest) in enumerate(OFFERS):
        with clock.standing_at(council.ago(days=20)):
            until = council.today + timedelta(days=120)
            said = Service(kind, title, what, stock, youngest, 24, clock.today(), until)
            directorate = council.directorates[number % len(council.directorates)]
            projects = may_offer() if kind is K.TICKETS else []  # what a partner gives, if one does
            project = next(iter(projects), None)
            offer = operations.offer_service(said, directorate, by=team, project=project)
        with clock.standing_at(council.ago(days=12)):
            fitting = [one for one in council.young_people if not queries.why_not(offer, one)]
            asked = [
                operations.ask_for(offer, one, by=one.person or one.worker) for one in fitting[:2]
            ]
        with clock.standing_at(council.ago(days=8)):
            for take_up in asked[:1]:
                operations.hand_out(take_up, by=team)
